"""Many are told one thing at once: the same as one by one, in a few statements."""

from datetime import datetime, time, timedelta

import pytest
from django.db import transaction

from outbox.models import Owed
from people.models import Notice
from people.notices.actions import choose, notify, notify_all
from people.notices.rules import Choice, Quiet
from people.notices.telling import Round, Telling
from people.shifts.rules import SHOP
from tests.factories.notices import by_line, by_mail, by_push
from tests.factories.people import StoreFactory, clerk
from tests.factories.shifts import on_shift

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 12, 1, 12, 0, tzinfo=SHOP)
NIGHT = datetime(2026, 12, 1, 23, 30, tzinfo=SHOP)
DAWN = datetime(2026, 12, 2, 6, 45, tzinfo=SHOP)
PATIENCE = timedelta(minutes=30)
DATA = {"drill": {"zh-Hant": "迷路的長者"}, "minutes": 30}
CHOICES = (
    None,
    Choice(Quiet(time(9), time(13))),
    Choice(Quiet(), frozenset(["web_push"])),
    Choice(Quiet(time(0), time(0)), frozenset(), frozenset(["drill_call"])),
)


@pytest.fixture
def crowd():
    """Persons of every kind: reached in no, one, three ways, each choice, at work or not; one has left."""
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
    gone = clerk(store)
    by_push(gone)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    return [*persons, gone]


def told_to(persons, at):
    return Round(
        kind="drill_call",
        key="drill_call:*",
        link="/drill/*/",
        persons=",".join(str(person.pk) for person in persons),
        words=",".join(f"w{person.pk}" for person in persons),
        expires_at=at + PATIENCE,
        data=DATA,
    )


def one_by_one(persons, at):
    return [
        Telling(p.pk, "drill_call", f"drill_call:w{p.pk}", DATA, f"/drill/w{p.pk}/", at + PATIENCE) for p in persons
    ]


def left():
    """What stands in the inboxes and what is owed, whatever its keys in the database."""
    notices = {n.pk: (n.person_id, n.kind, n.key, n.link, n.data, n.expires_at) for n in Notice.objects.all()}
    owed = []
    for row in Owed.objects.filter(kind="people.notice.deliver"):
        notice, reach, stamp = row.subject.split(":")
        assert row.key == f"people.notice.deliver:{row.subject}"
        owed.append((notices[int(notice)][2], reach, stamp, row.due_at, row.state))
    return sorted(notices.values(), key=str), sorted(owed)


@pytest.mark.parametrize(("at", "messages"), [(NOON, 6), (NIGHT, 5), (DAWN, 10)])
def test_a_round_comes_to_the_same_as_telling_one_by_one(crowd, at, messages):
    with transaction.atomic():
        assert notify(one_by_one(crowd, at), at=at) == len(crowd) - 1
        expected = left()
        transaction.set_rollback(True)
    assert left() == ([], [])
    assert notify_all(told_to(crowd, at), at=at) == len(crowd) - 1
    assert left() == expected
    assert len(expected[1]) == messages


def test_what_was_told_before_is_left_as_it_is(crowd):
    assert notify_all(told_to(crowd[:5], NOON), at=NOON) == 5
    before = Owed.objects.count()
    assert notify_all(told_to(crowd[:5], NOON), at=NOON + PATIENCE / 2) == 0
    assert Owed.objects.count() == before


def test_it_takes_as_many_statements_for_many_as_for_one(crowd, django_assert_num_queries):
    pushed = [person for place, person in enumerate(crowd) if place % 12 in (1, 4)]
    choose(person=pushed[0], choice=Choice())
    with django_assert_num_queries(4):
        notify_all(told_to(pushed[:1], NOON), at=NOON)
    with django_assert_num_queries(4):
        notify_all(told_to(pushed[1:], NOON), at=NOON)


def test_what_waits_for_its_time_is_no_round():
    with pytest.raises(ValueError, match="overdue is not for now"):
        Round("overdue", "k:*", "/", "1", "a", NOON)
