"""The desk of hotlines, as an operator uses it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.actions.freeze import freeze
from content.actions.withdraw import withdraw
from content.hotlines.forms import said_of
from content.models import LibraryPage, Work
from people.models import Chain, Person, Role
from tests.content.hotlines_desk import entry
from tests.factories.content import scenario, scenario_body
from tests.factories.pages import in_studio
from tests.factories.people import ChainFactory

pytestmark = pytest.mark.django_db
DESK = "/studio/hotlines/"


@pytest.fixture
def operator(library: LibraryPage) -> Person:
    return in_studio(Role.OPERATOR, None, "街燈值班")


@pytest.fixture
def desk(operator: Person, browse: Callable[[Person], Client]) -> Client:
    work = Work.objects.get(kind="hotlines")
    entries = [entry(), entry("city", "1999"), entry("ferry", "1911"), entry("mental-health", "1925")]
    body = {"format": 1, "kind": "hotlines", "source": "zh-Hant", "entries": entries, "texts": {}}
    freeze(work=work, body=body, by=None)
    return browse(operator)


def base() -> str:
    return str(Work.objects.get(kind="hotlines").current_id)


def numbers() -> dict[str, str]:
    return {e["key"]: e["number"] for e in Work.objects.get(kind="hotlines").current.read()["entries"]}


def said(key: str = "police", **changed: str) -> dict[str, str]:
    """The form as the browser sends it."""
    form = said_of(entry(key), base()) | changed
    return {name: value for name, value in form.items() if value not in (None, False)}


def naming(text: str, title: str = "迷路的長者") -> None:
    body = scenario_body(title)
    body["texts"]["zh-Hant"]["intro.text"] = text
    freeze(work=Work.objects.create(kind=Work.Kind.SCENARIO), body=body, by=None)


def test_it_works(desk: Client) -> None:
    answer = desk.post(f"{DESK}edit/police/", said(number="111"), follow=True)
    page = answer.content.decode()
    assert numbers()["police"] == "111"
    assert "第 3 版" in page
    assert "（110 → 111）" in page
    assert "街燈值班" in page


def test_a_hotline_is_added_with_its_other_ways(desk: Client) -> None:
    ways = "簡訊傳到 113 | SMS to 113\n\n線上諮詢|Web chat"
    assert desk.post(f"{DESK}add/", said("protection", number="113", ways=ways, free="on")).status_code == 302
    added = Work.objects.get(kind="hotlines").current.read()["entries"][-1]
    assert added["text"] == [{"zh-Hant": "簡訊傳到 113", "en": "SMS to 113"}, {"zh-Hant": "線上諮詢", "en": "Web chat"}]
    assert (added["key"], added["free"], added["langs"]) == ("protection", True, ["zh"])


def test_what_the_form_does_not_know_of_stays(desk: Client) -> None:
    work = Work.objects.get(kind="hotlines")
    body = work.current.read()
    body["entries"][0]["county"] = "all"
    freeze(work=work, body=body, by=None)
    desk.post(f"{DESK}edit/police/", said(number="111"))
    assert Work.objects.get(kind="hotlines").current.read()["entries"][0]["county"] == "all"


def kept(**name: str) -> dict[str, Any]:
    """The police as they stand after their list got a Vietnamese name, which a machine wrote."""
    work = Work.objects.get(kind="hotlines")
    body = work.current.read()
    body["entries"][0] |= {"name": body["entries"][0]["name"] | name, "drafts": ["vi"]}
    freeze(work=work, body=body, by=None)
    return said_of(body["entries"][0], base())


def police() -> dict[str, Any]:
    return Work.objects.get(kind="hotlines").current.read()["entries"][0]


def test_other_languages_stand_beside_the_chinese_and_say_who_wrote_them(desk: Client) -> None:
    form = {name: value for name, value in kept(vi="Cảnh sát").items() if value not in (None, False)}
    desk.post(f"{DESK}edit/police/", form | {"number": "111"})
    assert (police()["number"], police()["name"]["vi"], police()["drafts"]) == ("111", "Cảnh sát", ["vi"])
    desk.post(f"{DESK}edit/police/", form | {"base": base(), "drafts": [], "name_id": "Polisi"})
    assert (police()["name"]["id"], "drafts" in police()) == ("Polisi", False)


def test_a_translation_goes_with_the_chinese_that_it_translated(desk: Client) -> None:
    form = {name: value for name, value in kept(vi="Cảnh sát").items() if value not in (None, False)}
    desk.post(f"{DESK}edit/police/", form | {"name_zh": "派出所"})
    assert (police()["name"], "drafts" in police()) == ({"zh-Hant": "派出所", "en": "name of it"}, False)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"number": "11O"}, "號碼只能是數字和連字號"),
        ({"number": "+886-2-1234"}, "號碼只能是數字和連字號"),
        ({"number": ""}, "number"),
        ({"last_verified": (timezone.localdate() + timedelta(days=1)).isoformat()}, "還沒到"),
        ({"last_verified": "昨天"}, "last_verified"),
        ({"name_en": ""}, "name_en"),
        ({"name_vi": "x" * 41}, "越南文最多 40 個字"),
        ({"drafts": "th"}, "drafts"),
        ({"langs": "中文"}, "語言代碼"),
        ({"ways": "只有中文"}, "英文"),
        ({"status": "fine"}, "status"),
        ({"source": "  "}, "source"),
        ({"name_zh": "警察\x00"}, "name_zh"),
    ],
)
def test_what_makes_no_sense_is_told_beside_its_field_and_not_saved(
    desk: Client, changed: dict[str, str], told: str
) -> None:
    before = base()
    answer = desk.post(f"{DESK}edit/police/", said(**changed))
    assert (answer.status_code, base()) == (422, before)
    assert told in answer.content.decode()
    assert "error-message" in answer.content.decode()


@pytest.mark.parametrize(("key", "told"), [("police", "已經有了"), ("Police", "小寫英文"), ("a b", "小寫英文")])
def test_a_key_that_is_taken_or_malformed_is_not_added(desk: Client, key: str, told: str) -> None:
    before = base()
    answer = desk.post(f"{DESK}add/", said() | {"key": key})
    assert (answer.status_code, base(), told in answer.content.decode()) == (422, before, True)


def test_a_key_cannot_be_changed_by_the_form(desk: Client) -> None:
    desk.post(f"{DESK}edit/police/", said() | {"key": "city", "number": "111"})
    assert numbers() == {"police": "111", "city": "1999", "ferry": "1911", "mental-health": "1925"}


def test_the_second_of_two_operators_is_told_and_loses_nothing(
    desk: Client, browse: Callable[[Person], Client]
) -> None:
    second, looked_at = browse(in_studio(Role.OPERATOR, None)), said("city", number="1998")
    desk.post(f"{DESK}edit/police/", said(number="111"))
    answer = second.post(f"{DESK}edit/city/", looked_at)
    assert (answer.status_code, numbers()["city"]) == (422, "1999")
    assert "有人剛剛改過專線" in answer.content.decode()
    assert 'value="1998"' in answer.content.decode()


def test_the_page_shows_which_sentences_of_which_works_name_it(desk: Client) -> None:
    naming("先打 [[police]]。\n\n- 再等一下", "失智長者")
    naming("打 [[city]]", "街友")
    page = desk.get(f"{DESK}edit/police/").content.decode()
    assert [text in page for text in ("失智長者", "先打 [[police]]。", "街友")] == [True, True, False]
    assert "1 份" in desk.get(DESK).content.decode()


def test_a_hotline_that_is_named_is_not_retired_and_the_page_says_by_what(desk: Client) -> None:
    naming("打 [[police.name]]", "失智長者")
    page = desk.get(f"{DESK}retire/police/").content.decode()
    answer = desk.post(f"{DESK}retire/police/", {"base": base()}, follow=True).content.decode()
    assert ["失智長者" in shown for shown in (page, answer)] == [True, True]
    assert "還不能停用" in answer
    assert "retired" not in Work.objects.get(kind="hotlines").current.read()["entries"][0]


def test_a_hotline_that_the_card_names_is_not_retired(desk: Client) -> None:
    assert "櫃檯小卡" in desk.get(f"{DESK}retire/city/").content.decode()
    desk.post(f"{DESK}retire/city/", {"base": base()})
    assert "停用的專線" not in desk.get(DESK).content.decode()


def test_a_hotline_goes_and_comes_back(desk: Client) -> None:
    desk.post(f"{DESK}retire/ferry/", {"base": base()})
    assert "停用的專線" in desk.get(DESK).content.decode()
    desk.post(f"{DESK}back/ferry/", {"base": base()})
    assert "停用的專線" not in desk.get(DESK).content.decode()


@pytest.mark.parametrize("way", ["retire", "back"])
def test_who_looked_at_an_older_list_changes_nothing(desk: Client, way: str) -> None:
    before = base()
    answer = desk.post(f"{DESK}{way}/ferry/", {"base": "0" * 64}, follow=True)
    assert ("有人剛剛改過專線" in answer.content.decode(), base()) == (True, before)


def test_a_list_that_was_withdrawn_is_not_said_again(desk: Client) -> None:
    before = said()
    desk.post(f"{DESK}edit/police/", said(number="111"))
    withdraw(edition=Work.objects.get(kind="hotlines").current, because="打錯了", by=None)
    answer = desk.post(f"{DESK}edit/police/", before | {"number": "111", "base": base()})
    assert (answer.status_code, "撤回過" in answer.content.decode(), numbers()["police"]) == (422, True, "110")


@pytest.mark.parametrize("address", ["edit/nobody/", "retire/nobody/", "back/nobody/"])
def test_a_hotline_that_is_not_there(desk: Client, address: str) -> None:
    assert desk.post(f"{DESK}{address}", {"base": base()}).status_code == 404


def test_an_old_number_is_pointed_out(desk: Client) -> None:
    assert "超過一年沒查證" not in desk.get(DESK).content.decode()
    long_ago = (timezone.localdate() - timedelta(days=366)).isoformat()
    desk.post(f"{DESK}edit/police/", said(last_verified=long_ago))
    assert "超過一年沒查證" in desk.get(DESK).content.decode()


@pytest.mark.parametrize(
    ("role", "of_chain"), [(Role.TRAINER, True), (Role.TRAINER, False), (Role.EXPERT, False), (Role.OPERATOR, True)]
)
def test_for_others_in_the_studio_the_desk_is_not_there(
    desk: Client, chain: Chain, browse: Callable[[Person], Client], role: Role, of_chain: bool
) -> None:
    client, before = browse(in_studio(role, chain if of_chain else None)), base()
    addresses = [DESK, f"{DESK}add/", f"{DESK}edit/police/", f"{DESK}retire/police/", "/studio/works/"]
    assert [client.get(address).status_code for address in addresses] == [404] * 5
    assert client.post(f"{DESK}edit/police/", said(number="111")).status_code == 404
    assert client.post(f"{DESK}retire/ferry/", {"base": before}).status_code == 404
    assert base() == before
    home = client.get("/studio/").content.decode()
    assert [DESK in home, "/studio/works/" in home] == [False, False]


def test_the_menu_leads_an_operator_to_the_desk(desk: Client) -> None:
    home = desk.get("/studio/").content.decode()
    assert [DESK in home, "/studio/works/" in home] == [True, True]


def test_neither_list_asks_more_often_for_three_works_than_for_one(desk: Client) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(address).status_code == 200
        return len(caught)

    naming("打 [[police]]")
    addresses = (DESK, "/studio/works/")
    one = [asked(address) for address in addresses]
    naming("打 [[police]]", "第二份")
    naming("打 [[city]]", "第三份")
    assert [asked(address) for address in addresses] == one


def test_an_operator_withdraws_any_edition_of_any_owner_with_a_reason(
    desk: Client, chain: Chain, browse: Callable[[Person], Client]
) -> None:
    theirs = scenario("港灣自己的", owner=chain)
    listed = desk.get("/studio/works/?q=港灣").content.decode()
    assert [text in listed for text in ("港灣自己的", f"/studio/works/{theirs.work_id}/editions/")] == [True, True]
    assert (
        f"/studio/editions/{theirs.pk}/withdraw/"
        in desk.get(f"/studio/works/{theirs.work_id}/editions/").content.decode()
    )
    address = f"/studio/editions/{theirs.pk}/withdraw/"
    foreign = browse(in_studio(Role.TRAINER, ChainFactory(slug="other")))
    assert foreign.post(address, {"because": "我說了算"}).status_code == 404
    desk.post(address, {"because": ""})
    theirs.refresh_from_db()
    assert theirs.withdrawn_at is None
    desk.post(address, {"because": "專線寫錯了"})
    theirs.refresh_from_db()
    assert theirs.withdrawn_because == "專線寫錯了"
    assert "都撤回了" in desk.get("/studio/works/?q=港灣").content.decode()


def test_the_only_list_of_hotlines_cannot_be_withdrawn(desk: Client) -> None:
    work = Work.objects.get(kind="hotlines")
    first, second = work.editions.order_by("number")
    desk.post(f"/studio/editions/{first.pk}/withdraw/", {"because": "舊的"})
    answer = desk.post(f"/studio/editions/{second.pk}/withdraw/", {"because": "全部"})
    second.refresh_from_db()
    assert (second.withdrawn_at, "唯一還在用的專線" in answer.content.decode()) == (None, True)


def test_what_is_looked_for_finds_titles_and_owners_and_nothing_else(desk: Client) -> None:
    naming("打 [[police]]", "失智長者")
    found = [desk.get(f"/studio/works/?q={q}").content.decode() for q in ("失智", "街燈計畫", "nothing")]
    assert ["失智長者" in page for page in found] == [True, True, False]
    assert "沒有符合的教材" in found[2]
