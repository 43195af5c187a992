"""Telling, reading and clearing away."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from outbox.models import Owed
from people.models import Notice, Person
from people.notices.actions import choose, clear, notify, read, settle
from people.notices.rules import Choice, Quiet
from people.shifts.rules import SHOP
from tests.factories.notices import by_line, by_mail, by_push, noticed, telling, unread_by
from tests.factories.people import StoreFactory, clerk
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 12, 1, 12, 0, tzinfo=SHOP)
NIGHT = datetime(2026, 12, 1, 23, 30, tzinfo=SHOP)
HALF_HOUR = timedelta(minutes=30)


@pytest.fixture
def alice():
    return clerk(StoreFactory())


def unread(person):
    return unread_by(person.pk)


def owed():
    rows = Owed.objects.filter(kind="people.notice.deliver").order_by("due_at", "pk")
    return [(int(row.subject.split(":")[1]), row.due_at) for row in rows]


def test_what_is_told_twice_is_told_once(alice):
    told = telling(alice, key="enrolled:7")
    assert [notify([told]), notify([told]), notify([told, told])] == [1, 0, 0]
    assert (Notice.objects.count(), unread(alice)) == (1, 1)


def test_many_are_told_in_as_many_statements_as_one(alice, django_assert_num_queries):
    crowd = [clerk(StoreFactory()) for _ in range(3)]
    for person in crowd:
        by_push(person)
    with django_assert_num_queries(5):
        notify([telling(crowd[0])])
    with django_assert_num_queries(5):
        notify([telling(person, "overdue") for person in crowd])


def test_what_is_told_by_two_at_once_is_told_once_and_counted_once(transactional_db):
    alice, bob = clerk(StoreFactory()), clerk(StoreFactory())
    same = [telling(alice), telling(bob)]
    others = [[telling(bob, "overdue"), telling(alice, "overdue")] for _ in range(4)]
    made = at_once(lambda: notify(same), lambda: notify(same[::-1]), *(partial(notify, each) for each in others))
    assert (sum(made[:2]), made[2:]) == (2, [2] * 4)
    assert (unread(alice), unread(bob), Notice.objects.count()) == (5, 5, 10)


def test_who_has_left_is_told_nothing(alice):
    Person.objects.filter(pk=alice.pk).update(is_active=False)
    assert notify([telling(alice)]) == 0


def test_a_link_never_leads_to_a_foreign_host(alice):
    for link in ("https://evil.test/", "//evil.test", "/\\evil.test", "javascript:x", ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            notify([telling(alice, link=link)])
    assert unread(alice) == 0


def test_each_way_to_a_person_is_owed_a_message(alice):
    ways = {by_push(alice).pk, by_mail(alice).pk, by_line(alice).pk}
    noticed(alice, at=NOON)
    assert {pk for pk, _due in owed()} == ways
    assert {due for _pk, due in owed()} == {NOON}


def test_in_quiet_hours_the_row_is_there_and_the_message_waits(alice):
    by_push(alice)
    noticed(alice, at=NIGHT)
    assert unread(alice) == 1
    assert [due for _pk, due in owed()] == [datetime(2026, 12, 2, 7, 0, tzinfo=SHOP)]


def test_what_a_person_switched_off_goes_nowhere(alice):
    by_push(alice)
    mail = by_mail(alice)
    choose(person=alice, choice=Choice(Quiet(), frozenset(["web_push"]), frozenset(["overdue"])))
    noticed(alice, "overdue", at=NOON)
    noticed(alice, "enrolled", at=NOON)
    assert owed() == [(mail.pk, NOON)]
    assert unread(alice) == 2


def test_one_message_a_day_and_kind(alice):
    by_push(alice)
    noticed(alice, at=NOON)
    noticed(alice, at=NOON + timedelta(hours=1))
    notify([telling(alice, "overdue"), telling(alice, "overdue")], at=NOON)
    assert len(owed()) == 2
    noticed(alice, at=NOON + timedelta(days=1))
    assert (len(owed()), unread(alice)) == (3, 5)


def test_another_person_is_told_the_same_on_the_same_day(alice):
    bob = clerk(StoreFactory())
    by_push(alice)
    by_push(bob)
    noticed(alice, at=NOON)
    noticed(bob, at=NOON)
    assert len(owed()) == 2


def test_reading_one_leaves_the_others_unread(alice):
    first, _second = noticed(alice), noticed(alice)
    assert [read(person=alice, notices=[first.pk]) for _ in range(2)] == [1, 0]
    assert unread(alice) == 1


def test_what_is_over_is_cleared_away_and_no_longer_counted(alice):
    now = timezone.now()
    noticed(alice, expires_at=now - timedelta(seconds=1))
    stays = noticed(alice)
    assert clear(at=now) == 1
    assert (list(Notice.objects.all()), unread(alice)) == ([stays], 1)


def test_a_notice_stands_for_ninety_days(alice):
    noticed(alice, at=NOON)
    assert [clear(at=NOON + timedelta(days=days)) for days in (89, 90)] == [0, 1]


def test_what_is_over_before_it_may_ring_is_not_owed(alice):
    by_push(alice)
    noticed(alice, "overdue", at=NIGHT, expires_at=NIGHT + HALF_HOUR)
    assert (owed(), unread(alice)) == ([], 1)


def test_what_is_settled_counts_as_read_once(alice):
    bob = clerk(StoreFactory())
    keys = [noticed(alice, "overdue").key, noticed(bob, "overdue").key]
    noticed(alice)
    settle(keys=keys)
    settle(keys=[*keys, "nobody's"])
    assert (unread(alice), unread(bob)) == (1, 0)
    settle(keys=[])


def test_what_is_settled_while_its_person_reads_is_counted_once(transactional_db):
    alice = clerk(StoreFactory())
    notices = [noticed(alice, at=NOON + timedelta(hours=hour)) for hour in range(5)]
    noticed(alice)
    keys = [notice.key for notice in notices]
    at_once(lambda: settle(keys=keys), lambda: read(person=alice, notices=[n.pk for n in notices]))
    assert unread(alice) == 1
