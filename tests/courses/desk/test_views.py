"""The desk of chains, as an operator uses it."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.models import LibraryPage
from content.rules import LANGUAGES
from courses.models import Assignment
from people.brands.actions import BrandTold, set_brand
from people.founding.actions import found_chain
from people.founding.reading import StoreLine
from people.models import AuditEntry, Brand, Chain, Person, Role, Store
from tests.factories.content import course, scenario
from tests.factories.pages import in_studio
from tests.factories.people import ChainFactory, posted
from tests.factories.pictures import bomb, gif, png

pytestmark = pytest.mark.django_db
DESK = "/studio/chains/"
ROSTER = "region,code,name,address\n北區,10231,榕樹門市,新北市\n北區,10244,河堤門市,臺北市\n南區,20001,港邊門市,\n"


@pytest.fixture(autouse=True)
def own_storage(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(in_studio(Role.OPERATOR, None, "街燈值班"))
    return client


@pytest.fixture
def chain() -> Chain:
    lines = [StoreLine(2, "北區", "1", "一店", ""), StoreLine(3, "北區", "2", "二店", "")]
    told = {"slug": "harbour", "name": "港灣超商", "hr_number": "H1", "hr_name": "吳佩蓉"}
    return found_chain(stores=lines, by=None, **told).chain


def file(text: str | bytes, name: str = "stores.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def said(**changed: Any) -> dict[str, Any]:
    told = {"slug": "fuxiao", "name": "拂曉超商", "hr_number": "F9100", "hr_name": "陳人資", "roster": file(ROSTER)}
    return {name: value for name, value in (told | changed).items() if value is not None}


def token_in(page: str) -> str:
    return re.search(r'name="kept" value="([^"]+)"', page)[1]


def password_in(page: str) -> str:
    return re.search(r'class="desk-secret">([^<]+)<', page)[1]


def founded(desk: Client, **changed: Any) -> str:
    """The answer after looking and then founding, without choosing the files again."""
    look = desk.post(f"{DESK}found/", said(**changed))
    assert look.status_code == 200
    again = said(**changed, found="1", kept=token_in(look.content.decode()))
    again = {name: value for name, value in again.items() if name not in ("roster", "logo")}
    return desk.post(f"{DESK}found/", again).content.decode()


def test_it_works(desk: Client) -> None:
    work = course(scenario())
    page = founded(desk, short_name="拂曉", accent="#8A1F2D", logo=file(png(), "logo.png"), courses=[str(work.pk)])
    made = Chain.objects.get(slug="fuxiao")
    form = {"chain": "fuxiao", "employee_number": "F9100", "password": password_in(page)}
    assert Client().post("/sign-in/", form).status_code == 302
    assert (made.stores.count(), made.regions.count(), made.brand.accent) == (3, 2, "#8a1f2d")
    assert made.brand.logo_sha256 != ""
    assert [a.course for a in Assignment.objects.filter(chain=made)] == [work]
    assert LibraryPage.objects.filter(chain=made).count() == len(LANGUAGES)
    assert AuditEntry.objects.get(verb="found_chain").by.name == "街燈值班"


def test_looking_saves_nothing_and_shows_what_would_come(desk: Client) -> None:
    page = desk.post(f"{DESK}found/", said(short_name="拂曉", accent="#8a1f2d")).content.decode()
    assert Chain.objects.count() == 0
    assert all(text in page for text in ("3 家，2 個區域", "北區 2", "榕樹門市", "陳人資", "#8a1f2d"))


def test_going_back_keeps_what_was_said(desk: Client) -> None:
    look = desk.post(f"{DESK}found/", said()).content.decode()
    back = desk.post(f"{DESK}found/", said(roster=None, kept=token_in(look), back="1")).content.decode()
    assert 'value="fuxiao"' in back
    assert token_in(back) == token_in(look)


def test_the_password_is_shown_once_and_kept_nowhere(desk: Client) -> None:
    answer = founded(desk)
    password = password_in(answer)
    assert not any(password in desk.get(f"{DESK}{place}").content.decode() for place in ("", "of/fuxiao/"))
    assert not any(password in str(entry.detail) for entry in AuditEntry.objects.all())


def test_the_page_with_the_password_is_kept_by_no_cache(desk: Client, chain: Chain) -> None:
    answer = desk.post(f"{DESK}of/harbour/hr/", {"hr_number": "H2", "hr_name": "林新人"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"slug": "has space"}, "slug"),
        ({"slug": "拂曉"}, "slug"),
        ({"slug": "Fuxiao"}, "小寫"),
        ({"slug": "x" * 33}, "slug"),
        ({"slug": ""}, "slug"),
        ({"slug": "programme"}, "平台人員登入用的代號"),
        ({"slug": "harbour"}, "已經有公司用了"),
        ({"name": ""}, "name"),
        ({"name": "名\x00"}, "name"),
        ({"hr_number": ""}, "hr_number"),
        ({"hr_number": "F" * 33}, "hr_number"),
        ({"hr_name": " "}, "hr_name"),
        ({"roster": None}, "請選一個名冊"),
        ({"roster": file("a,b\n1,2\n")}, "第 1 行看不懂"),
        ({"roster": file("")}, "roster"),
        ({"roster": file(b"\xff\xfe\x00")}, "UTF-8"),
        ({"roster": file("region,code,name\n北區,1,一\n")}, ""),
        ({"company": "1234"}, "8 個數字"),
        ({"accent": "#ffcc00", "short_name": "曉"}, "看不清楚"),
        ({"accent": "#8a1f2d"}, "有主色就要有簡稱"),
        ({"short_name": "曉"}, "有簡稱就要有主色"),
        ({"accent": "#8a1f2d", "short_name": "曉", "accent_night": "#131b2d"}, "看不清楚"),
        ({"logo": file("not a picture")}, "讀不出"),
        ({"logo": file(gif())}, "讀不出"),
        ({"logo": file(b"<svg xmlns='x'/>")}, "SVG"),
        ({"logo": file(bomb())}, "太大"),
        ({"logo": file(png() + b"\0" * 500_000)}, "500 kB"),
        ({"courses": ["00000000-0000-4000-8000-000000000000"]}, "courses"),
        ({"courses": ["x"]}, "courses"),
    ],
)
def test_what_makes_no_sense_is_told_and_founds_nothing(
    desk: Client, chain: Chain, changed: dict[str, Any], told: str
) -> None:
    files = {name: value for name, value in changed.items() if hasattr(value, "seek")}
    for sent in files.values():
        sent.seek(0)
    answer = desk.post(f"{DESK}found/", said(**changed) | {"found": "1"})
    if not told:
        assert answer.status_code == 200
        return
    assert (answer.status_code, Chain.objects.count()) == (422, 1)
    assert told in answer.content.decode()


def test_every_fault_of_a_roster_is_told_by_its_line(desk: Client) -> None:
    text = "region,code,name\n北區,1,一\n,2,二\n北區,1,三\n北區,,四\n"
    page = desk.post(f"{DESK}found/", said(roster=file(text))).content.decode()
    assert all(f"第 {line} 行" in page for line in (3, 4, 5))
    many = "region,code,name\n" + ",,\n".join("" for _ in range(16))
    assert "還有" in desk.post(f"{DESK}found/", said(roster=file(many))).content.decode()


def test_another_persons_upload_and_an_old_one_are_asked_for_again(desk: Client) -> None:
    look = token_in(desk.post(f"{DESK}found/", said()).content.decode())
    other = Client()
    other.force_login(in_studio(Role.OPERATOR, None))
    again = said(roster=None, kept=look, found="1")
    assert [other.post(f"{DESK}found/", again).status_code, Chain.objects.count()] == [422, 0]
    cache.clear()
    assert [desk.post(f"{DESK}found/", again).status_code, Chain.objects.count()] == [422, 0]


@pytest.mark.parametrize("token", ["", "x", "\x00", "../", "x" * 36, "x" * 500])
def test_a_token_that_was_never_given_keeps_nothing(desk: Client, token: str) -> None:
    assert desk.post(f"{DESK}found/", said(roster=None, kept=token, found="1")).status_code == 422


def test_of_two_operators_with_the_same_slug_the_second_is_told(desk: Client) -> None:
    look = token_in(desk.post(f"{DESK}found/", said()).content.decode())
    ChainFactory(slug="fuxiao")
    answer = desk.post(f"{DESK}found/", said(roster=None, kept=look, found="1"))
    assert (answer.status_code, Person.objects.filter(chain__slug="fuxiao").count()) == (422, 0)


def test_a_brand_is_changed_and_its_logo_stays_until_it_is_taken_away(desk: Client, chain: Chain) -> None:
    address = f"{DESK}of/harbour/brand/"
    state = re.search(r'name="state" value="([^"]+)"', desk.get(address).content.decode())[1]
    told = {"short_name": "港灣", "accent": "#14406b", "state": state}
    assert desk.post(address, told | {"logo": file(png(), "l.png")}).status_code == 302
    logo = Brand.objects.get().logo_sha256

    def again(**more: str) -> int:
        now = re.search(r'name="state" value="([^"]+)"', desk.get(address).content.decode())[1]
        return desk.post(address, told | {"state": now, "short_name": "新港灣"} | more).status_code

    assert (again(), Brand.objects.get().logo_sha256 == logo != "", Brand.objects.get().short_name) == (
        302,
        True,
        "新港灣",
    )
    assert (again(without_logo="on"), Brand.objects.get().logo_sha256) == (302, "")


def test_the_second_of_two_who_change_a_brand_is_told(desk: Client, chain: Chain) -> None:
    address = f"{DESK}of/harbour/brand/"
    state = re.search(r'name="state" value="([^"]+)"', desk.get(address).content.decode())[1]
    set_brand(chain=chain, told=BrandTold("先到", "#14406b"), by=None)
    answer = desk.post(address, {"short_name": "後到", "accent": "#8a1f2d", "state": state})
    assert (answer.status_code, Brand.objects.get().short_name) == (422, "先到")
    assert "有人剛剛改過這個品牌" in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "told"),
    [({"accent": "#ffcc00"}, "看不清楚"), ({"short_name": ""}, "short_name"), ({"accent": "red"}, "六個數字")],
)
def test_a_brand_that_cannot_be_read_is_not_set(desk: Client, chain: Chain, changed: dict[str, str], told: str) -> None:
    answer = desk.post(f"{DESK}of/harbour/brand/", {"short_name": "港灣", "accent": "#14406b", "state": ""} | changed)
    assert (answer.status_code, told in answer.content.decode(), Brand.objects.count()) == (422, True, 0)


def test_a_new_roster_is_looked_at_and_then_taken(desk: Client, chain: Chain) -> None:
    address = f"{DESK}of/harbour/roster/"
    look = desk.post(address, {"roster": file("區域,店號,店名\n南區,2,搬家店\n北區,3,三店\n")}).content.decode()
    assert "新增 1 家，更新 1 家，沒有變的 0 家；名冊沒寫到的 1 家不會動" in look
    assert all(text in look for text in ("二店", "搬家店", "三店"))
    assert chain.stores.count() == 2
    answer = desk.post(address, {"kept": token_in(look), "take": "1"}, follow=True).content.decode()
    assert "新增 1 家，更新 1 家" in answer
    assert sorted(chain.stores.values_list("code", "name")) == [("1", "一店"), ("2", "搬家店"), ("3", "三店")]


def test_a_roster_with_a_fault_changes_nothing(desk: Client, chain: Chain) -> None:
    answer = desk.post(f"{DESK}of/harbour/roster/", {"roster": file("region,code,name\n北區,9,\n"), "take": "1"})
    assert (answer.status_code, "第 2 行缺少" in answer.content.decode(), Store.objects.count()) == (422, True, 2)


def test_an_hr_person_comes_after_the_first_has_left(desk: Client, chain: Chain) -> None:
    first = chain.persons.get()
    gone = desk.post(f"{DESK}of/harbour/hr/{first.postings.get().pk}/end/", follow=True).content.decode()
    assert "現在沒有人資" in gone
    page = desk.post(f"{DESK}of/harbour/hr/", {"hr_number": "H2", "hr_name": "林新人"}).content.decode()
    form = {"chain": "harbour", "employee_number": "H2", "password": password_in(page)}
    client = Client()
    assert client.post("/sign-in/", form).status_code == 302
    assert client.get("/board/").status_code == 200
    assert "林新人" in desk.get(DESK).content.decode()


@pytest.mark.parametrize(
    ("said_of", "told"),
    [
        ({"hr_number": "H1", "hr_name": "別人"}, "已經有人用了"),
        ({"hr_number": "", "hr_name": "別人"}, "hr_number"),
        ({"hr_number": "H2", "hr_name": ""}, "hr_name"),
        ({"hr_number": "H\x00", "hr_name": "別人"}, "hr_number"),
    ],
)
def test_a_number_that_is_taken_or_missing_appoints_nobody(
    desk: Client, chain: Chain, said_of: dict[str, str], told: str
) -> None:
    answer = desk.post(f"{DESK}of/harbour/hr/", said_of)
    assert (answer.status_code, told in answer.content.decode(), chain.persons.count()) == (422, True, 1)


def test_only_an_hr_posting_of_that_chain_is_ended_here(desk: Client, chain: Chain) -> None:
    others = [posted(Role.HR, ChainFactory()), posted(Role.AUDITOR, chain)]
    for person in others:
        assert desk.post(f"{DESK}of/harbour/hr/{person.postings.get().pk}/end/").status_code == 404
        assert person.postings.get().until is None


@pytest.mark.parametrize(
    ("role", "of_chain"),
    [(Role.TRAINER, True), (Role.TRAINER, False), (Role.EXPERT, False), (Role.OPERATOR, True), (Role.HR, True)],
)
def test_for_everybody_else_the_desk_is_not_there(desk: Client, chain: Chain, role: Role, of_chain: bool) -> None:
    client = Client()
    client.force_login(in_studio(role, chain if of_chain else None))
    addresses = [DESK, f"{DESK}found/", *(f"{DESK}of/harbour/{way}" for way in ("", "brand/", "roster/"))]
    assert [client.get(address).status_code for address in addresses] == [404] * 5
    assert client.post(f"{DESK}found/", said(found="1")).status_code == 404
    assert client.post(f"{DESK}of/harbour/hr/", {"hr_number": "H9", "hr_name": "x"}).status_code == 404
    assert (Chain.objects.count(), Person.objects.filter(employee_number="H9").count()) == (1, 0)


@pytest.mark.parametrize("way", ["", "brand/", "roster/"])
def test_a_chain_that_is_not_there(desk: Client, way: str) -> None:
    assert desk.get(f"{DESK}of/nobody/{way}").status_code == 404


def test_the_lists_ask_as_often_for_three_as_for_one(desk: Client, chain: Chain) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(address).status_code == 200
        return len(caught)

    addresses = (DESK, f"{DESK}of/harbour/")
    one = [asked(address) for address in addresses]
    for n in (2, 3):
        found_chain(slug=f"c{n}", name=f"第{n}", stores=[], hr_number="H1", hr_name="林", by=None)
        posted(Role.HR, chain)
    assert [asked(address) for address in addresses] == one
