"""A store's own days without drills, and what becomes of what was planned for them."""

from datetime import timedelta

import pytest

from drills.actions.blackouts import WrongDays, lift_blackout, set_blackout
from drills.models import Blackout, Call
from people.models import AuditEntry, Role, Shift
from people.shifts.rules import SHOP, shop_day
from tests.factories import drills
from tests.factories.drills import ALERT, BEGINS, MONDAY
from tests.factories.people import StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TUESDAY = MONDAY + DAY


def black(store, first=TUESDAY, last=TUESDAY, *, at=BEGINS, by=None):
    return set_blackout(store=store, first_on=first, last_on=last, by=by, at=at)


def moment(drill):
    drill.refresh_from_db()
    return drill.at


def test_days_are_kept_with_who_said_so(store):
    by = posted(Role.MANAGER, store)
    blackout = black(store, last=TUESDAY + DAY, by=by)
    assert list(Blackout.objects.values_list("store", "first_on", "last_on", "made_by", "made_at")) == [
        (store.pk, TUESDAY, TUESDAY + DAY, by.pk, BEGINS)
    ]
    assert AuditEntry.objects.get(verb="set_blackout", by=by).subject == f"drills.blackout:{blackout.pk}"


def test_said_twice_is_said_once(store):
    assert black(store) == black(store, at=BEGINS + HOUR)
    assert (Blackout.objects.count(), AuditEntry.objects.filter(verb="set_blackout").count()) == (1, 1)


@pytest.mark.parametrize(
    ("first", "last", "word"),
    [
        (TUESDAY, MONDAY, "不能早於"),
        (MONDAY - 2 * DAY, MONDAY - DAY, "已經過了"),
        (MONDAY, MONDAY + 31 * DAY, "最多停練 31 天"),
    ],
)
def test_days_that_make_no_sense_are_refused(store, first, last, word):
    with pytest.raises(WrongDays, match=word):
        black(store, first, last)
    assert not Blackout.objects.exists()


def test_what_was_planned_for_these_days_is_moved_within_its_run(store):
    alice = clerk(store)
    drill = drills.drill_of(alice, store=store)
    call = Call.objects.get()
    black(store)

    assert shop_day(moment(drill)) in {MONDAY + n * DAY for n in (0, 2, 3, 4, 5, 6)}
    assert (drill.band, drill.unplaced) == ("early", "")
    moved = Call.objects.get()
    assert (moved.person, moved.due_at, moved.state, moved.pk == call.pk) == (alice, drill.at, "planned", False)
    assert list(drill.run.events.values_list("kind", "store_drill", "detail")) == [
        ("planned", drill.pk, {"moved": True, "unplaced": ""})
    ]
    assert AuditEntry.objects.get(verb="set_blackout").detail["moved"] == 1


def test_other_persons_are_called_where_the_new_moment_is_another_shift(store):
    alice, bob = clerk(store), clerk(store)
    for who, day in ((alice, TUESDAY), (bob, TUESDAY + DAY)):
        begins = BEGINS + (day - MONDAY) + 8 * HOUR
        Shift.objects.create(person=who, store=store, starts_at=begins, ends_at=begins + 8 * HOUR)
    drill = drills.drill_of(alice, store=store)
    black(store, MONDAY, MONDAY)
    assert (moment(drill), Call.objects.get().person) == (ALERT, alice)
    for day in (MONDAY, *(MONDAY + n * DAY for n in (3, 4, 5, 6))):
        black(store, day, day)
    black(store)
    assert (shop_day(moment(drill)), Call.objects.get().person) == (TUESDAY + DAY, bob)


def test_where_the_whole_run_is_closed_the_drill_falls_away(store):
    drill = drills.drill_of(clerk(store), store=store)
    black(store, MONDAY, MONDAY + 6 * DAY)
    assert (moment(drill), drill.band, drill.unplaced, Call.objects.count()) == (None, "", "blackout", 0)


@pytest.mark.parametrize("state", ["sent", "acknowledged", "in_progress", "completed", "missed"])
def test_nobody_who_was_called_is_interrupted(store, state):
    alice, bob = clerk(store), clerk(store)
    drill = drills.drill_of(alice, store=store)
    drills.call(drill, bob, state=state)
    black(store)
    assert (moment(drill), Call.objects.count()) == (ALERT, 2)


def test_who_was_excused_beforehand_stays_excused(store):
    alice, bob = clerk(store), clerk(store)
    drill = drills.drill_of(alice, store=store, state="armed")
    drills.call(drill, bob, state="excused", excuse="manager")
    black(store)
    assert moment(drill) != ALERT
    assert set(Call.objects.values_list("person", "state")) == {(alice.pk, "planned"), (bob.pk, "excused")}


def test_other_days_other_stores_and_runs_that_are_over_are_left_alone(store):
    other = StoreFactory()
    later = drills.drill_of(clerk(store), store=store, at=ALERT + DAY)
    elsewhere = drills.drill_of(clerk(other), store=other)
    cancelled = drills.store_drill(drills.run(drills.plan(store), state="cancelled"), store)
    black(store)
    assert [moment(drill) for drill in (later, elsewhere, cancelled)] == [ALERT + DAY, ALERT, ALERT]


def test_days_are_the_shops(store):
    drill = drills.drill_of(clerk(store), store=store, at=(BEGINS + DAY).astimezone(SHOP))
    black(store)
    assert shop_day(moment(drill)) != TUESDAY


def test_lifted_they_close_nothing_any_more(store):
    blackout = black(store, by=None)
    lift_blackout(blackout=blackout, by=None, at=BEGINS + HOUR)
    assert not Blackout.objects.exists()
    assert AuditEntry.objects.get(verb="lift_blackout").detail == {"first": str(TUESDAY), "last": str(TUESDAY)}
