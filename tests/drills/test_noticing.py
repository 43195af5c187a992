"""An announced drill is told to those it calls, once, and anew where its moment moves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from drills.noticing import to_announce
from outbox.actions import owe
from people.models import Notice, Role
from people.notices.queries import inbox
from people.shifts.rules import SHOP
from tests.factories.drills import call, plan, run, store_drill
from tests.factories.learning import settle
from tests.factories.people import clerk, posted

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now().replace(minute=10, second=0, microsecond=0)


def announced(store, at, **fields):
    made = run(plan(store, **{"announced": True, **fields}), state="planned", begins_at=at - DAY, ends_at=at + DAY)
    return store_drill(made, store, at=at)


def tell(now):
    found = list(to_announce(now))
    owe(found)
    settle()
    return len(found)


def test_three_days_before(store, now):
    alice, manager = clerk(store), posted(Role.MANAGER, store)
    clerk(store)
    drill = announced(store, now + 2 * DAY)
    call(drill, alice)
    assert [tell(now), tell(now)] == [1, 1]
    told = Notice.objects.filter(kind="drill_announced")
    assert set(told.values_list("person_id", flat=True)) == {alice.pk, manager.pk}
    (entry,) = inbox(alice, now).entries
    assert entry.text.title == f"【演練】{store.name}要演練：迷路的長者"
    assert f"{drill.at.astimezone(SHOP):%H:%M}" in entry.text.body


@pytest.mark.parametrize("why", ["secret", "later", "over", "cancelled"])
def test_nothing_else_is_told(store, now, why):
    drill = announced(store, {"later": now + 4 * DAY, "over": now - DAY}.get(why, now + DAY), announced=why != "secret")
    call(drill, clerk(store))
    if why == "cancelled":
        drill.run.state = "cancelled"
        drill.run.save()
    assert tell(now) == 0


def test_another_moment_is_told_and_the_old_one_no_more(store, now):
    alice = clerk(store)
    drill = announced(store, now + 2 * DAY)
    call(drill, alice)
    old = list(to_announce(now))
    drill.at = now + DAY
    drill.save()
    owe(old)
    tell(now)
    assert [notice.data["clock"] for notice in Notice.objects.all()] == [f"{drill.at.astimezone(SHOP):%H:%M}"]
    assert Notice.objects.get().data["day_on"] == f"{drill.at.astimezone(SHOP):%Y-%m-%d}"


def test_what_was_told_of_a_moment_that_moved_since_is_over_and_no_other_drill_is(store, now):
    alice, bob = clerk(store), clerk(store)
    drill, other = announced(store, now + 2 * DAY), announced(store, now + 2 * DAY + timedelta(hours=3))
    for each in (drill, other):
        call(each, alice)
    call(drill, bob)
    tell(now)
    drill.at = now + DAY
    drill.save()
    drill.calls.get(person=bob).delete()
    tell(now)
    clocks = {entry.text.body.split("。")[0][-5:] for entry in inbox(alice, timezone.now()).entries}
    assert clocks == {f"{each.at.astimezone(SHOP):%H:%M}" for each in (drill, other)}
    assert len(inbox(alice, timezone.now()).entries) == 2
    assert inbox(bob, timezone.now()).entries == []
