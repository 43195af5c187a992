"""The page of a store's plan, and what is handed in there."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import Absence, AuditEntry, Role, Shift, StoreHours
from people.shifts.rules import SHOP
from tests.factories.people import StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MIDNIGHT = datetime.now(SHOP).replace(hour=0, minute=0, second=0, microsecond=0)
PLANNERS = [Role.MANAGER, Role.OWNER, Role.HR]
ONLOOKERS = [Role.SUPERVISOR, Role.AUDITOR]


@pytest.fixture
def shop():
    return StoreFactory()


@pytest.fixture
def bob(shop):
    return clerk(shop, "林小華")


def client_of(somebody):
    client = Client()
    client.force_login(somebody)
    return client


def standing(role, store):
    """Somebody who sees the store by this role."""
    scopes = {Role.HR: store.chain, Role.AUDITOR: store.chain, Role.SUPERVISOR: store.region}
    return posted(role, scopes.get(role, store))


def at(store, path=""):
    return f"/board/{store.chain.slug}/stores/{store.code}/shifts/{path}"


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def file(field, store, *rows):
    lines = "".join(f"{store.code},{who.employee_number},{begin},{end}\n" for who, begin, end in rows)
    return {field: SimpleUploadedFile(f"{field}.csv", f"店號,員工編號,開始,結束\n{lines}".encode("utf-8-sig"))}


def on_leave(who, store, begins=MIDNIGHT, ends=MIDNIGHT + DAY):
    return Absence.objects.create(person=who, store=store, starts_at=begins, ends_at=ends)


@pytest.mark.parametrize("role", PLANNERS)
def test_who_plans_a_store_takes_its_plan_over(shop, bob, role):
    somebody = standing(role, shop)
    client = client_of(somebody)
    assert "收下這份班表" in read(client, at(shop))
    begin = MIDNIGHT + DAY + timedelta(hours=22)
    answer = client.post(at(shop), file("plan", shop, (bob, f"{begin:%Y-%m-%d %H:%M}", "06:00")))
    assert answer["Location"] == at(shop).removesuffix("shifts/")
    assert "新增 1 個班" in read(client, answer["Location"])
    assert Shift.objects.get().starts_at == begin
    assert AuditEntry.objects.get(verb="take_shifts").by == somebody
    assert "林小華" in read(client, at(shop))


@pytest.mark.parametrize("role", PLANNERS)
def test_who_plans_a_store_takes_its_list_of_leave_over(shop, bob, role):
    somebody = standing(role, shop)
    client = client_of(somebody)
    assert "目前沒有人請假" in read(client, at(shop))
    today, later = (f"{MIDNIGHT + n * DAY:%Y-%m-%d}" for n in (0, 2))
    answer = client.post(at(shop, "leave/"), file("leave", shop, (bob, today, later), (bob, f"{later} 13:00", "17:00")))
    assert answer["Location"] == at(shop)
    page = read(client, at(shop))
    assert "新增 2 筆" in page
    last = MIDNIGHT + 2 * DAY
    day, days = f"{last.month}月{last.day}日", f"{MIDNIGHT.month}月{MIDNIGHT.day}日–{last.month}月{last.day}日"
    told = [re.sub(r"\s+", " ", one).strip() for one in re.findall(r'soft figures">(.*?)</span>', page, re.S)]
    assert told == [days, f"{day} 13:00–17:00"]
    assert AuditEntry.objects.get(verb="take_absences").by == somebody


def test_one_leave_is_taken_out(shop, bob):
    client = client_of(posted(Role.MANAGER, shop))
    gone = on_leave(bob, shop)
    on_leave(bob, shop, MIDNIGHT + DAY, MIDNIGHT + 2 * DAY)
    answer = client.post(at(shop, f"leave/{gone.pk}/drop/"))
    assert answer["Location"] == at(shop)
    assert "拿掉了林小華的請假" in read(client, at(shop))
    assert not Absence.objects.filter(pk=gone.pk).exists()
    assert Absence.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        (("07:00", "23:00"), (time(7), time(23))),
        (("16:00", "02:00"), (time(16), time(2))),
        (("", ""), None),
    ],
)
def test_who_plans_a_store_says_when_it_is_open(shop, said, hours):
    StoreHours.objects.create(store=shop, opens_at=time(1), closes_at=time(2))
    manager = posted(Role.MANAGER, shop)
    client = client_of(manager)
    answer = client.post(at(shop, "hours/"), dict(zip(("opens", "closes"), said, strict=True)))
    assert answer["Location"] == at(shop)
    assert list(StoreHours.objects.values_list("opens_at", "closes_at")) == ([hours] if hours else [])
    page = read(client, at(shop))
    assert "營業時間存好了" in page
    assert re.findall(r'type="time" name="\w+"(?: value="([\d:]+)")?', page) == list(said)
    kept = AuditEntry.objects.get(verb="set_hours")
    assert (kept.by, kept.detail) == (manager, {"hours": list(said) if hours else []})


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"opens": "07:00"}, "兩格都要填"),
        ({"closes": "07:00"}, "兩格都要填"),
        ({"opens": "07:00", "closes": "07:00"}, "不能同一個時間"),
        ({"opens": "25:00", "closes": "07:00"}, "請寫成 07:00"),
    ],
)
def test_hours_that_make_no_sense_are_said_in_words(shop, said, words):
    answer = client_of(posted(Role.MANAGER, shop)).post(at(shop, "hours/"), said)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert StoreHours.objects.count() == 0


@pytest.mark.parametrize("role", ONLOOKERS)
def test_who_only_looks_sees_the_plan_but_not_who_is_on_leave_and_changes_nothing(shop, bob, role):
    leave = on_leave(bob, shop)
    Shift.objects.create(person=clerk(shop, "王小明"), store=shop, starts_at=MIDNIGHT, ends_at=MIDNIGHT + DAY / 3)
    client = client_of(standing(role, shop))
    page = read(client, at(shop))
    seen = ("王小明", "林小華", "請假", "收下這份班表", "營業時間")
    assert [word in page for word in seen] == [True, False, False, False, False]
    answers = [
        client.post(at(shop), file("plan", shop, (bob, "2026-11-23 22:00", "06:00"))),
        client.post(at(shop, "leave/"), file("leave", shop, (bob, "2026-11-23", ""))),
        client.post(at(shop, f"leave/{leave.pk}/drop/")),
        client.post(at(shop, "hours/"), {"opens": "07:00", "closes": "23:00"}),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert (Shift.objects.count(), Absence.objects.count(), StoreHours.objects.count()) == (1, 1, 0)


@pytest.mark.parametrize("field", ["plan", "leave"])
def test_a_manager_plans_no_store_but_the_own_ones(shop, field):
    beside = StoreFactory(region=shop.region)
    rows = (clerk(beside, "張小英"), "2026-11-23 22:00", "06:00")
    path = "" if field == "plan" else "leave/"
    client = client_of(posted(Role.MANAGER, shop))
    answer = client.post(at(shop, path), file(field, beside, rows))
    assert (answer.status_code, "第 2 行的門市" in answer.content.decode()) == (422, True)
    assert client.post(at(beside, path), file(field, beside, rows)).status_code == 404
    assert (Shift.objects.count(), Absence.objects.count()) == (0, 0)


def test_leave_of_another_store_is_not_taken_out(shop, bob):
    beside = StoreFactory(region=shop.region)
    other = on_leave(clerk(beside), beside)
    client = client_of(posted(Role.MANAGER, shop))
    assert client.post(at(shop, f"leave/{other.pk}/drop/")).status_code == 404
    assert client.post(at(beside, f"leave/{other.pk}/drop/")).status_code == 404
    assert Absence.objects.count() == 1


@pytest.mark.parametrize("field", ["plan", "leave"])
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "請先選一個檔案"),
        (b"", "這個檔案是空的"),
        (b"x" * 1_000_001, "檔案太大了"),
        (b"\xa4\xa4", "UTF-8"),
        (b"store,employee_number,start,end\n1,2,3,4\n", "第 2 行的 start"),
    ],
)
def test_a_file_that_cannot_be_taken_is_said_in_words(shop, field, data, said):
    client = client_of(posted(Role.MANAGER, shop))
    files = {} if data is None else {field: SimpleUploadedFile("a.csv", data)}
    answer = client.post(at(shop, "" if field == "plan" else "leave/"), files)
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (422, True)
    assert ("<details open>" in page) is (field == "leave")


def test_three_shifts_and_leaves_take_as_many_queries_as_one(shop, bob):
    client = client_of(posted(Role.HR, shop.chain))
    start = datetime.now(UTC)

    def asked():
        with CaptureQueriesContext(connection) as caught:
            read(client, at(shop))
        return len(caught)

    def more(who, days):
        Shift.objects.create(person=who, store=shop, starts_at=start, ends_at=start + timedelta(hours=8))
        on_leave(who, shop, ends=MIDNIGHT + days * DAY)

    more(bob, 1)
    asked()
    one = asked()
    for n in range(2):
        more(clerk(shop, "多一位"), n + 2)
    assert (asked(), one) == (8, 8)
