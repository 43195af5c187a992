"""Alerts go outside for many in a few statements, at once or the second time; what they come to is said in the simplest
way by the rule that everything is asked."""

from datetime import datetime, time, timedelta

import pytest
from django.db import transaction

from outbox.models import Owed
from people.models import Absence, NoticeChoice, Posting, Presence, Reach, Shift
from people.notices.actions import choose
from people.notices.alerting import alert_again, alert_all
from people.notices.alerts import Round, Source, alerts_by, sources
from people.notices.queries import choices_of
from people.notices.rules import Choice, Quiet, ring_at
from people.notices.telling import Telling
from people.shifts.rules import SHOP
from tests.factories.notices import by_line, by_mail, by_push
from tests.factories.people import StoreFactory, clerk
from tests.factories.shifts import on_shift

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 12, 1, 12, 0, tzinfo=SHOP)
NIGHT = datetime(2026, 12, 1, 23, 30, tzinfo=SHOP)
DAWN = datetime(2026, 12, 2, 6, 45, tzinfo=SHOP)
PATIENCE = timedelta(minutes=30)
CHOICES = (
    None,
    Choice(Quiet(time(9), time(13))),
    Choice(Quiet(), frozenset(["web_push"])),
    Choice(Quiet(time(0), time(0)), frozenset(), frozenset(["drill_call"])),
)


@pytest.fixture
def alice():
    return clerk(StoreFactory())


@pytest.fixture
def crowd():
    """Persons of every kind: reached in no, one, three ways, each choice, at work or not."""
    store = StoreFactory()
    persons = [clerk(store) for _ in range(3 * len(CHOICES))]
    for place, person in enumerate(persons):
        if place % 3:
            by_push(person)
        if place % 3 == 2:
            by_mail(person, f"a{place}@mail.test")
            by_line(person, f"U{place:032}")
        if choice := CHOICES[place % len(CHOICES)]:
            choose(person=person, choice=choice)
        if place in (4, 5):
            on_shift(person, NIGHT)
    return persons


def told_to(*persons, at):
    words = ",".join(f"w{person.pk}" for person in persons)
    return Round("bell", "drill_call", ",".join(str(person.pk) for person in persons), words, at + PATIENCE)


def owed():
    """Whose way, and when."""
    rows = Owed.objects.filter(kind="people.alert.deliver").order_by("due_at", "subject")
    assert all(row.key == f"people.alert.deliver:{row.subject}" for row in rows)
    return {(row.subject, row.due_at) for row in rows}


def by_the_rule(persons, at, working):
    """The same, asked way by way."""
    chosen = choices_of([person.pk for person in persons])
    for reach in Reach.objects.filter(person__in=persons):
        due_at = ring_at(
            at,
            kind="drill_call",
            channel=reach.channel,
            choice=chosen[reach.person_id],
            working=reach.person_id in working,
        )
        if due_at and due_at < at + PATIENCE:
            yield f"bell:w{reach.person_id}:{reach.pk}:{due_at.astimezone(SHOP):%Y%m%d%H%M}", due_at


def test_at_every_quarter_of_an_hour_it_comes_to_what_the_rule_says(crowd):
    """Who stands in a store is looked for only where that changes something: it never changes what is owed."""
    on_shift(crowd[8], NOON)
    for quarter in range(96):
        at = NOON + quarter * timedelta(minutes=15)
        working = set(Shift.objects.filter(starts_at__lte=at, ends_at__gt=at).values_list("person", flat=True))
        with transaction.atomic():
            alert_all(told_to(*crowd, at=at), at=at)
            assert owed() == set(by_the_rule(crowd, at, working)), at
            transaction.set_rollback(True)


@pytest.mark.parametrize(("at", "messages"), [(NOON, 6), (NIGHT, 5), (DAWN, 10)])
def test_a_round_comes_to_what_the_rule_says_of_each_way(crowd, at, messages):
    assert alert_all(told_to(*crowd, at=at), at=at) == messages
    working = {person.pk for person in crowd[4:6]} if at != NOON else set()
    assert owed() == set(by_the_rule(crowd, at, working))


def test_what_was_owed_before_is_left_as_it_is(crowd):
    made = [alert_all(told_to(*crowd[:5], at=NOON), at=NOON) for _ in range(2)]
    assert made == [Owed.objects.filter(kind="people.alert.deliver").count(), 0]


def test_it_takes_as_many_statements_for_many_as_for_one(crowd, django_assert_num_queries):
    pushed = [person for place, person in enumerate(crowd) if place % 12 in (1, 4)]
    NoticeChoice.objects.all().delete()
    with django_assert_num_queries(4):
        alert_all(told_to(*pushed[:1], at=NOON), at=NOON)
    with django_assert_num_queries(4):
        alert_all(told_to(*pushed[1:], at=NOON), at=NOON)


def test_what_waits_for_its_time_is_no_alert_and_what_is_for_now_no_notice(alice):
    with pytest.raises(ValueError, match="overdue is not for now"):
        Round("bell", "overdue", "1", "a", NOON)
    with pytest.raises(ValueError, match="drill_call is for now"):
        Telling(alice.pk, "drill_call", "k")


def test_a_source_has_a_name_of_its_own(monkeypatch):
    monkeypatch.setattr("people.notices.alerts.sources", {**sources})
    with pytest.raises(ValueError, match="registered twice"):
        alerts_by("drill_call", Source(lambda person, at: [], lambda word, at: None))


def rung(person, at):
    alert_all(told_to(person, at=at), at=at)
    return sorted(due for _subject, due in owed())


def test_it_rings_at_once_in_a_quiet_hour_for_who_stands_there(alice):
    by_push(alice)
    on_shift(alice, NIGHT)
    assert rung(alice, NIGHT) == [NIGHT]


def test_it_rings_at_once_for_who_says_that_they_are_there(alice):
    by_push(alice)
    store = Posting.objects.get(person=alice).store
    Presence.objects.create(person=alice, store=store, since=NIGHT - PATIENCE, until=NIGHT + PATIENCE)
    assert rung(alice, NIGHT) == [NIGHT]


def test_it_wakes_nobody_who_is_on_leave(alice):
    by_push(alice)
    shift = on_shift(alice, NIGHT)
    Absence.objects.create(person=alice, store=shift.store, starts_at=shift.starts_at, ends_at=shift.ends_at)
    assert rung(alice, NIGHT) == []


def test_it_wakes_nobody_who_is_not_known_to_be_at_work(alice):
    by_push(alice)
    on_shift(alice, NIGHT + timedelta(hours=1))
    assert rung(alice, NIGHT) == []


def test_it_rings_by_day_wherever_one_is_however_often_in_a_day(alice):
    by_push(alice)
    hours = [NOON + timedelta(hours=hour) for hour in range(3)]
    assert [rung(alice, hour) for hour in hours][-1] == hours


def test_it_goes_nowhere_that_was_switched_off(alice):
    by_push(alice)
    mail = by_mail(alice)
    choose(person=alice, choice=Choice(Quiet(), frozenset(["web_push"])))
    rung(alice, NOON)
    assert owed() == {(f"bell:w{alice.pk}:{mail.pk}:202612011200", NOON)}


def test_it_rings_a_second_time_and_no_more(alice):
    by_push(alice)
    rung(alice, NOON)
    later = NOON + timedelta(minutes=8)
    assert [alert_again(told_to(alice, at=later), at=later) for _ in range(2)] == [1, 0]
    assert Owed.objects.filter(subject__endswith=":again", due_at=later).count() == 1


def test_it_rings_no_second_time_in_a_quiet_hour(alice):
    by_push(alice)
    assert alert_again(told_to(alice, at=DAWN), at=DAWN) == 0
