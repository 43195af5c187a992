"""One store on one evening: who holds it, and what to do first."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Role, Shift
from people.shifts.rules import SHOP
from readiness.floors import Clerk
from readiness.nights import Night, Stretch
from readiness.rules import Readiness
from readiness.stores import Evening, Step, next_step, store_page
from tests.factories.learning import settle
from tests.factories.people import StoreFactory, clerk, posted
from tests.factories.walks import certified

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEN = datetime(2026, 3, 1, 22, tzinfo=SHOP)
AT = TEN - 4 * HOUR
NIGHT = Night(TEN, TEN + 8 * HOUR)


def on_shift(who, store, begin=0, end=8):
    return Shift.objects.create(person=who, store=store, starts_at=TEN + begin * HOUR, ends_at=TEN + end * HOUR)


@pytest.fixture
def shop(db):
    """Alice is certified, Bob has not begun in time; the chain asks for one course."""
    walked, _ = certified()
    bob = clerk(walked.store, "林小華")
    settle()
    return {"store": walked.store, "alice": walked.clerk, "bob": bob}


def test_without_a_plan_nothing_is_said_of_the_night(shop):
    evening = store_page(shop["store"], AT).evening
    assert (evening.state, evening.duties, evening.dark) == ("unplanned", [], [])


def test_who_is_ready_holds_the_night_and_who_is_not_leaves_it_dark(shop):
    store = shop["store"]
    on_shift(shop["bob"], store)
    assert store_page(store, AT).evening.dark == [Stretch(TEN, TEN + 8 * HOUR)]
    on_shift(shop["alice"], store, 0, 5)
    evening = store_page(store, AT).evening
    assert (evening.state, evening.dark) == ("uncovered", [Stretch(TEN + 5 * HOUR, TEN + 8 * HOUR)])
    on_shift(shop["alice"], store, 5, 8)
    evening = store_page(store, AT).evening
    assert (evening.state, evening.dark) == ("covered", [])
    assert [duty.name for duty in evening.duties if duty.clerk.state == "ready"] == ["王小明", "王小明"]


def test_the_day_shift_is_not_shown_but_makes_the_plan_known(shop):
    on_shift(shop["alice"], shop["store"], -14, -6)
    evening = store_page(shop["store"], AT).evening
    assert (evening.state, evening.duties, len(evening.dark)) == ("uncovered", [], 1)


def test_shifts_of_another_night_or_store_hold_nothing(shop):
    beside = StoreFactory(region=shop["store"].region)
    on_shift(shop["alice"], beside)
    on_shift(shop["alice"], shop["store"], 24, 32)
    assert store_page(shop["store"], AT).evening.state == "unplanned"
    assert store_page(shop["store"], AT + DAY).evening.state == "covered"


def test_who_stands_elsewhere_now_is_named_and_holds_nothing(shop):
    stranger = clerk(StoreFactory(region=shop["store"].region), "幫手")
    on_shift(stranger, shop["store"])
    evening = store_page(shop["store"], AT).evening
    assert (evening.state, [(d.name, d.clerk) for d in evening.duties]) == ("uncovered", [("幫手", None)])


@pytest.mark.parametrize("more", [0, 2])
def test_three_shifts_and_people_take_as_many_queries_as_one(shop, more):
    on_shift(shop["alice"], shop["store"])
    for n in range(more):
        on_shift(clerk(shop["store"], f"夥伴{n}"), shop["store"])
    posted(Role.MANAGER, shop["store"])
    with CaptureQueriesContext(connection) as caught:
        store_page(shop["store"], AT)
    assert len(caught) == 3


def one(state, reason, number="A"):
    return Clerk(1, "王小明", number, "clerk", Readiness(state, reason))


FINE = one("ready", "certified")
LATE = one("not_ready", "overdue", "L")
EXPIRED = one("not_ready", "expired", "X")
NEW = one("not_ready", "not_begun", "N")
OLD = one("expiring", "expiring", "O")


def evening(state):
    return Evening(NIGHT, state, [], [])


@pytest.mark.parametrize(
    ("clerks", "state", "step"),
    [
        ([LATE, FINE], "uncovered", Step("hold")),
        ([NEW, LATE, OLD], "covered", Step("chase", LATE)),
        ([EXPIRED, LATE], "unplanned", Step("chase", EXPIRED)),
        ([NEW, OLD, FINE], "covered", Step("go_on", NEW)),
        ([OLD, FINE], "unplanned", Step("renew", OLD)),
        ([FINE], "unplanned", Step("plan")),
        ([FINE], "covered", Step("nothing")),
        ([], "covered", Step("nothing")),
        ([one("not_ready", "nothing_asked")], "unplanned", Step("plan")),
    ],
)
def test_one_thing_comes_first(clerks, state, step):
    assert next_step(clerks, evening(state)) == step
