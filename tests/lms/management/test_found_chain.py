"""The operator's two commands."""

import pytest
from django.core.management import CommandError, call_command

from content.models import LibraryPage
from courses.models import Assignment
from people.models import Brand, Chain, Person
from tests.factories.content import course, scenario
from tests.factories.pictures import png

pytestmark = pytest.mark.django_db
HR = ("--hr-number", "F9100", "--hr-name", "吳佩蓉")


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "stores.csv"
    path.write_text("region,code,name\n北區,1,榕樹門市\n北區,2,河堤門市\n", encoding="utf-8")
    return path


def test_a_chain_is_ready_to_work_with_the_programmes_courses_assigned(roster, capsys):
    taken = course(scenario())
    call_command("found_chain", "fuxiao", "拂曉超商", str(roster), *HR)
    said = capsys.readouterr().out
    assert "2 家門市" in said
    password = said.split("密碼 ")[1].split()[0]
    assert Person.objects.get(employee_number="F9100").check_password(password)
    assert Assignment.objects.get(chain__slug="fuxiao").course == taken


@pytest.mark.parametrize(
    ("slug", "file", "said"),
    [
        ("fuxiao", "missing.csv", "讀不到"),
        ("programme", "stores.csv", "請換一個"),
        ("fuxiao", "bad.csv", "第 1 行看不懂"),
    ],
)
def test_a_slip_founds_nothing_and_is_said_in_a_sentence(roster, slug, file, said):
    roster.with_name("bad.csv").write_text("x\n1\n")
    with pytest.raises(CommandError, match=said):
        call_command("found_chain", slug, "拂曉超商", str(roster.with_name(file)), *HR)
    assert Chain.objects.count() == 0


def test_a_chain_comes_with_its_brand_and_library(roster, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "logo.png").write_bytes(png())
    brand = ("--short-name", "拂曉", "--accent", "#8A1F2D", "--logo", str(tmp_path / "logo.png"))
    call_command("found_chain", "fuxiao", "拂曉超商", str(roster), *HR, *brand)
    made = Brand.objects.get(chain__slug="fuxiao")
    assert (made.short_name, made.accent, len(made.logo_sha256)) == ("拂曉", "#8a1f2d", 64)
    assert LibraryPage.objects.filter(chain=made.chain).exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--short-name", "曉", "--accent", "#ffcc00"), "看不清楚"),
        (("--short-name", "曉", "--accent", "red"), "六個數字"),
        (("--accent", "#8a1f2d"), "不能為空"),
        (("--short-name", "曉", "--accent", "#8a1f2d", "--logo", "missing.png"), "讀不到"),
        (("--short-name", "曉", "--accent", "#8a1f2d", "--logo", __file__), "讀不出這張圖"),
    ],
)
def test_a_brand_that_makes_no_sense_founds_nothing(roster, options, said):
    with pytest.raises(CommandError, match=said):
        call_command("found_chain", "fuxiao", "拂曉超商", str(roster), *HR, *options)
    assert Chain.objects.count() == 0


def test_a_later_roster_brings_the_stores_up_to_date(roster, capsys):
    call_command("found_chain", "fuxiao", "拂曉超商", str(roster), *HR)
    roster.write_text("region,code,name\n北區,1,榕樹二門市\n北區,3,夜市門市\n", encoding="utf-8")
    call_command("take_roster", "fuxiao", str(roster))
    assert "新增 1 家，更新 1 家，沒有變的 0 家" in capsys.readouterr().out


def test_a_roster_for_a_chain_that_is_not_there_is_refused(roster):
    with pytest.raises(CommandError, match="沒有代號是 nobody 的公司"):
        call_command("take_roster", "nobody", str(roster))
