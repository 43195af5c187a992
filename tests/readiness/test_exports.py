"""Lists to take away: what stands in them, for whom, and that it is remembered."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.actions import post
from people.models import AuditEntry, Person, Posting, Role
from tests.factories import drills
from tests.factories.learning import settle
from tests.factories.people import LONG_AGO, RegionFactory, StoreFactory, clerk, posted
from tests.factories.walks import certified

pytestmark = pytest.mark.django_db
PEOPLE = ["區域", "店號", "門市", "員工編號", "姓名", "職務", "狀態", "原因", "有效到", "期限", "最近演練", "演練結果"]
STORES = ["區域", "店號", "門市", "人數", "準備好", "快到期", "還沒", "今晚"]


def ask(somebody, what, query="", chain=None):
    client = Client()
    client.force_login(somebody)
    return client.get(f"/board/{(chain or somebody.chain).slug}/{what}.csv{query}")


def rows(answer):
    text = b"".join(answer.streaming_content).decode()
    assert text[0] == "\ufeff"
    return list(csv.reader(io.StringIO(text[1:], newline=""), strict=True))


@pytest.fixture
def shop():
    """One certified clerk and one who has not begun, in one store; and a store of another region with one clerk."""
    walked, credential = certified(at=datetime.now(UTC) - timedelta(days=5))
    new = clerk(walked.store, "林小華", at=datetime.now(UTC))
    far = StoreFactory(region=RegionFactory(chain=walked.chain))
    clerk(far, "陳大同")
    return {"store": walked.store, "far": far, "clerk": walked.clerk, "new": new, "until": credential.valid_until}


def test_people_come_with_store_role_state_reason_and_day(shop):
    store = shop["store"]
    drill = drills.store_drill(drills.run(drills.plan(store)), store)
    drills.call(drill, shop["clerk"], state="completed", result="failed", sent_at=drills.ALERT)
    settle()
    due = timezone.localtime(shop["new"].enrolments.get().due_at).date().isoformat()
    head, *lines = rows(ask(posted(Role.HR, store.chain), "people", f"?region={store.region.code}"))
    where = [store.region.name, store.code, store.name]
    assert head == PEOPLE
    assert lines == [
        [
            *where,
            shop["clerk"].employee_number,
            "王小明",
            "門市夥伴",
            "準備好",
            "證書有效",
            shop["until"].isoformat(),
            "",
            timezone.localtime(drills.ALERT).date().isoformat(),
            "還沒過",
        ],
        [*where, shop["new"].employee_number, "林小華", "門市夥伴", "還沒", "課程還沒開始", "", due, "", ""],
    ]


def test_stores_come_with_their_numbers_empty_ones_too(shop):
    empty = StoreFactory(region=shop["far"].region, code="999999", name="還沒開的店")
    head, *lines = rows(ask(posted(Role.HR, empty.chain), "stores"))
    assert head == STORES
    assert sorted(lines) == sorted(
        [
            [shop["store"].region.name, shop["store"].code, shop["store"].name, "2", "1", "0", "1", "沒有班表"],
            [shop["far"].region.name, shop["far"].code, shop["far"].name, "1", "0", "0", "1", "沒有班表"],
            [empty.region.name, "999999", "還沒開的店", "0", "0", "0", "0", "沒有班表"],
        ]
    )


@pytest.mark.parametrize("what", ["people", "stores"])
def test_a_file_is_one_to_be_kept_with_its_day_and_by_nobody_between(shop, what):
    answer = ask(posted(Role.HR, shop["store"].chain), what)
    today = timezone.localdate().isoformat()
    assert answer.streaming
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert (
        answer["Content-Disposition"]
        == f'attachment; filename="streetlight-{what}-{shop["store"].chain.slug}-{today}.csv"'
    )
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))


@pytest.mark.parametrize(
    ("what", "query", "names"),
    [
        ("people", "?state=able", {"王小明"}),
        ("people", "?state=not_ready&q=林", {"林小華"}),
        ("people", "?stores=dark", {"陳大同"}),
        ("people", "?q=nobody", set()),
        ("people", "?page=2", {"王小明", "林小華", "陳大同"}),
    ],
)
def test_a_file_holds_what_its_page_shows(shop, what, query, names):
    head, *lines = rows(ask(posted(Role.HR, shop["store"].chain), what, query))
    assert (head, {line[4] for line in lines}) == (PEOPLE, names)


def test_the_list_of_stores_follows_the_boards_filters(shop):
    _, *lines = rows(ask(posted(Role.HR, shop["store"].chain), "stores", "?state=dark&sort=name"))
    assert [line[1] for line in lines] == [shop["far"].code]


@pytest.mark.parametrize(("what", "page"), [("people", "people/"), ("stores", "")])
def test_a_filter_that_makes_no_sense_leads_to_the_page_that_says_so(shop, what, page):
    hr = posted(Role.HR, shop["store"].chain)
    answer = ask(hr, what, "?region=X&q=a")
    assert (answer.status_code, answer["Location"]) == (302, f"/board/{hr.chain.slug}/{page}?region=X&q=a")
    assert not AuditEntry.objects.filter(verb__startswith="export").exists()


def test_what_is_not_theirs_is_not_in_it(shop):
    foreign = StoreFactory(code=shop["store"].code, name="別家門市")
    clerk(foreign, "別家夥伴")
    left = clerk(shop["store"], "離職夥伴")
    left.is_active = False
    left.save(update_fields=["is_active"])
    near, far = shop["store"], shop["far"]
    for role, scope, seen, stores in (
        (Role.OWNER, far, {"陳大同"}, {far.name}),
        (Role.SUPERVISOR, near.region, {"王小明", "林小華"}, {near.name}),
        (Role.HR, near.chain, {"王小明", "林小華", "陳大同"}, {near.name, far.name}),
        (Role.MANAGER, far, {"陳大同", "林主任"}, {far.name}),
    ):
        somebody = posted(role, scope)
        assert {line[4] for line in rows(ask(somebody, "people"))[1:]} == seen
        assert {line[2] for line in rows(ask(somebody, "stores"))[1:]} == stores
    auditor = posted(Role.AUDITOR, None)
    assert [line[4] for line in rows(ask(auditor, "people", chain=foreign.chain))[1:]] == ["別家夥伴"]


def test_a_trainer_who_manages_one_store_takes_only_that_one_away(shop):
    trainer = posted(Role.TRAINER, shop["store"].chain)
    assert ask(trainer, "people").status_code == 404
    post(person=trainer, role=Role.OWNER, scope=shop["far"], by=None, at=LONG_AGO)
    assert [line[4] for line in rows(ask(trainer, "people"))[1:]] == ["陳大同"]
    assert [line[1] for line in rows(ask(trainer, "stores"))[1:]] == [shop["far"].code]


def test_names_that_look_like_formulas_do_nothing():
    store = StoreFactory(name="＝HYPERLINK(1)")
    clerk(store, "=cmd|' /C calc'!A0")
    hr = posted(Role.HR, store.chain)
    assert rows(ask(hr, "people"))[1][2:5:2] == ["'＝HYPERLINK(1)", "'=cmd|' /C calc'!A0"]
    assert rows(ask(hr, "stores"))[1][2] == "'＝HYPERLINK(1)"


def test_an_export_is_remembered_with_its_filters_but_not_with_what_was_typed(shop):
    hr = posted(Role.HR, shop["store"].chain)
    rows(ask(hr, "people", "?q=王小明&state=able"))
    rows(ask(hr, "stores"))
    kept = AuditEntry.objects.filter(by=hr, subject=f"people.chain:{hr.chain.pk}").order_by("pk")
    assert [(entry.verb, entry.detail) for entry in kept] == [
        ("export_people", {"filters": ["q", "state"]}),
        ("export_stores", {"filters": []}),
    ]


def test_only_a_get_takes_a_list_away(shop):
    hr = posted(Role.HR, shop["store"].chain)
    client = Client()
    client.force_login(hr)
    assert [client.generic(m, f"/board/{hr.chain.slug}/people.csv").status_code for m in ("HEAD", "POST")] == [405, 405]
    assert not AuditEntry.objects.filter(by=hr).exists()


@pytest.mark.parametrize(
    ("what", "queries"), [("people", 8), ("people?state=expiring", 8), ("people?stores=dark", 9), ("stores", 7)]
)
@pytest.mark.parametrize("number", [1, 3, 300])
def test_any_number_of_rows_takes_as_many_queries(what, queries, number):
    region = RegionFactory()
    stores = [StoreFactory(region=region) for _ in range(number)]
    made = Person.objects.bulk_create(
        Person(chain=region.chain, employee_number=f"{n:05d}", name="林小華") for n in range(number)
    )
    pairs = zip(made, stores, strict=True)
    Posting.objects.bulk_create(Posting(person=p, role=Role.CLERK, store=s, since=LONG_AGO) for p, s in pairs)
    hr = posted(Role.HR, region.chain)
    client = Client()
    client.force_login(hr)
    with CaptureQueriesContext(connection) as caught:
        what, _, query = what.partition("?")
        answer = client.get(f"/board/{region.chain.slug}/{what}.csv?{query}")
        assert len(rows(answer)) == (1 if "expiring" in query else number + 1)
    assert len(caught) == queries
