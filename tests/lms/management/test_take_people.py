"""`take_people`: the same reader and action from the command line."""

import re

import pytest
from django.core.management import CommandError, call_command

from people.joining.starting import try_code
from people.models import Person
from tests.factories.people import StoreFactory

pytestmark = pytest.mark.django_db
TEXT = "店號,員工編號,姓名,職務\n10231,F1,陳大明,門市夥伴\n10231,F2,林淑芬,店長\n"


@pytest.fixture
def people(tmp_path):
    StoreFactory(region__chain__slug="fuxiao", region__chain__name="拂曉超商", code="10231")
    path = tmp_path / "people.csv"
    path.write_text(TEXT, encoding="utf-8-sig")
    return path


def test_the_people_come_in_and_the_codes_are_told_once(people, capsys):
    call_command("take_people", "fuxiao", str(people))
    said = capsys.readouterr().out
    code = re.search(r"F1  陳大明  (\S+)", said).group(1)
    assert ("新夥伴 2 人" in said, "只顯示這一次" in said) == (True, True)
    assert try_code(person=Person.objects.get(employee_number="F1"), typed=code).verdict == "open"
    call_command("take_people", "fuxiao", str(people))
    assert "本來就在的 2 人" in (again := capsys.readouterr().out)
    assert "只顯示這一次" not in again


def test_sheets_are_written_instead_of_codes(people, capsys):
    sheets = people.with_name("sheets.pdf")
    call_command("take_people", "fuxiao", str(people), "--pdf", str(sheets))
    assert sheets.read_bytes()[:5] == b"%PDF-"
    assert not re.search(r"\w{4}-\w{4}", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("slug", "file", "out", "said"),
    [
        ("nowhere", "people.csv", None, "沒有代號是 nowhere 的公司"),
        ("fuxiao", "missing.csv", None, "missing.csv 不能用"),
        ("fuxiao", "bad.csv", None, "第 2 行：找不到店號 99999"),
        ("fuxiao", "people.csv", "no/such/folder.pdf", "不能用"),
    ],
)
def test_a_slip_brings_nobody_in_and_is_said_in_a_sentence(people, slug, file, out, said):
    people.with_name("bad.csv").write_text(TEXT.replace("10231", "99999"), encoding="utf-8")
    more = ["--pdf", str(people.with_name("x") / out)] if out else []
    with pytest.raises(CommandError, match=said):
        call_command("take_people", slug, str(people.with_name(file)), *more)
    assert not Person.objects.exists()
