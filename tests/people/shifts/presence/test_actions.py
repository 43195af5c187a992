"""Saying 「我在班上」, taking it back, forgetting it."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from people.models import AuditEntry, Presence
from people.shifts.presence.actions import come_on, forget_presences, go_off
from people.shifts.rules import SHOP
from people.work import tidy
from tests.factories.people import StoreFactory, clerk
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 23, 22, tzinfo=SHOP)
HOUR = timedelta(hours=1)


@pytest.fixture
def store():
    return StoreFactory()


@pytest.fixture
def alice(store):
    return clerk(store)


def said(who):
    return [(p.store, (p.since - NIGHT) / HOUR, (p.until - NIGHT) / HOUR) for p in Presence.objects.filter(person=who)]


def test_somebody_is_there_from_now_for_so_many_hours_and_the_trail_does_not_know(store, alice):
    before = AuditEntry.objects.count()
    come_on(person=alice, store=store, hours=8, at=NIGHT)
    assert said(alice) == [(store, 0, 8)]
    go_off(person=alice, at=NIGHT + 3 * HOUR)
    assert said(alice) == [(store, 0, 3)]
    assert AuditEntry.objects.count() == before


def test_whoever_comes_on_elsewhere_has_gone_from_where_they_were(store, alice):
    bob, beside = clerk(store), StoreFactory()
    for who in (alice, bob):
        come_on(person=who, store=store, hours=12, at=NIGHT)
    come_on(person=alice, store=beside, hours=4, at=NIGHT + HOUR)
    assert said(alice) == [(store, 0, 1), (beside, 1, 5)]
    assert said(bob) == [(store, 0, 12)]


def test_said_and_taken_back_in_one_moment_was_never_said(store, alice):
    come_on(person=alice, store=store, hours=8, at=NIGHT)
    come_on(person=alice, store=store, hours=4, at=NIGHT)
    assert said(alice) == [(store, 0, 4)]
    go_off(person=alice, at=NIGHT)
    assert said(alice) == []


def test_going_twice_or_after_the_time_changes_nothing(store, alice):
    come_on(person=alice, store=store, hours=4, at=NIGHT)
    go_off(person=alice, at=NIGHT + 5 * HOUR)
    assert said(alice) == [(store, 0, 4)]
    go_off(person=alice, at=NIGHT + 2 * HOUR)
    go_off(person=alice, at=NIGHT + 3 * HOUR)
    assert said(alice) == [(store, 0, 2)]


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_leave_one_presence(store, alice):
    at_once(*[lambda: come_on(person=alice, store=store, hours=8)] * 4)
    assert Presence.objects.under_way(timezone.now()).filter(person=alice).count() == 1


def test_what_has_been_over_for_two_days_is_forgotten(store, alice):
    come_on(person=alice, store=store, hours=8, at=NIGHT)
    come_on(person=alice, store=store, hours=8, at=NIGHT + 20 * HOUR)
    assert forget_presences(at=NIGHT + 56 * HOUR - timedelta(seconds=1)) == 0
    assert forget_presences(at=NIGHT + 56 * HOUR) == 1
    assert said(alice) == [(store, 20, 28)]


def test_the_daily_tidying_forgets_it(store, alice):
    come_on(person=alice, store=store, hours=8, at=timezone.now() - 57 * HOUR)
    come_on(person=clerk(store), store=store, hours=8, at=timezone.now() - 55 * HOUR)
    tidy("2026-11-29")
    assert (Presence.objects.filter(person=alice).count(), Presence.objects.count()) == (0, 1)
