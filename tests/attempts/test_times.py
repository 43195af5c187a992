"""Sums of learning time: the statement against the plain formula, days by the server's clock, once and for all."""

import uuid
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from attempts.actions import sum_days
from attempts.models import Attempt, LearningDay, Step, SummedDay
from attempts.queries.times import FOR_ALL, bounds, own_months
from attempts.rules import LONGEST_STEP_MS, learned_ms
from attempts.work import SUM, days_to_sum
from outbox.searches import scan
from tests.factories.learning import settle
from tests.factories.walks import walk

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)  # noon in Taipei
DAY = date(2026, 3, 10)


def learn(walked, *received, ms=60_000, state="accepted"):
    """One attempt with a step received (and answered) at each of these moments."""
    attempt = Attempt.objects.create(
        person=walked.clerk, edition=walked.script, purpose=walked.enrolment.purpose, begun_at=NOON
    )
    return Step.objects.bulk_create(
        Step(
            id=uuid.uuid4(), attempt=attempt, seq=seq, node="intro", shown_at=at, answered_at=at, received_at=at,
            elapsed_ms=ms, state=state,
        )
        for seq, at in enumerate(received, start=1)
    )  # fmt: skip


def days():
    return list(LearningDay.objects.order_by("day", "person_id").values_list("day", "person_id", "ms"))


@given(
    st.lists(
        st.tuples(
            st.integers(0, 2),
            st.integers(0, 3 * 86400),
            st.integers(-2000, 2000),
            st.integers(0, 2 * LONGEST_STEP_MS),
            st.sampled_from(["accepted", "pending", "late", "refused"]),
        ),
        max_size=30,
    )
)
@settings(max_examples=40, deadline=None)
def test_the_statement_is_the_formula(worlds, told):
    Step.objects.all().delete()
    Attempt.objects.all().delete()
    expected = defaultdict(list)
    for whose, received, off, ms, state in told:
        at = NOON + timedelta(seconds=received)
        [step] = learn(worlds[whose], at, ms=ms, state=state)
        step.answered_at = at + timedelta(seconds=off)
        step.save()
        if state != "refused":
            day = (at + timedelta(hours=8)).date()
            expected[day, worlds[whose].clerk.pk].append((step.answered_at, ms))
    with connection.cursor() as cursor:
        cursor.execute(FOR_ALL, bounds(DAY, DAY + timedelta(days=3)))
        found = {(day, person): ms for day, person, ms in cursor.fetchall()}
    assert found == {who: learned_ms(steps) for who, steps in expected.items()}


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker):
    """Three clerks, made once for all examples."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield [walk() for _ in range(3)]
        transaction.set_rollback(True)


def test_a_day_ends_at_midnight_in_taipei():
    walked = walk()
    learn(walked, datetime(2026, 3, 10, 15, 59, 59, tzinfo=UTC), datetime(2026, 3, 10, 16, 0, tzinfo=UTC))
    sum_days(until=date(2026, 3, 11))
    assert days() == [(DAY, walked.clerk.pk, 60_000), (date(2026, 3, 11), walked.clerk.pk, 60_000)]


def test_days_are_summed_once_and_only_those_that_are_over():
    walked = walk()
    learn(walked, NOON, NOON + timedelta(days=2))
    assert [sum_days(until=DAY + timedelta(days=1)) for _ in range(2)] == [2, 0]
    assert days() == [(DAY, walked.clerk.pk, 60_000)]
    assert list(SummedDay.objects.values_list("day", flat=True)) == [DAY, DAY + timedelta(days=1)]
    assert sum_days(until=DAY + timedelta(days=2)) == 1
    assert [day for day, _, _ in days()] == [DAY, DAY + timedelta(days=2)]


def test_nothing_learned_is_nothing_to_sum():
    assert sum_days(until=DAY) == 0
    assert list(days_to_sum(NOON)) == []


@pytest.mark.parametrize(("at", "owed"), [
    (datetime(2026, 3, 10, 15, 59, tzinfo=UTC), []),
    (datetime(2026, 3, 10, 16, 9, tzinfo=UTC), []),
    (datetime(2026, 3, 10, 16, 10, tzinfo=UTC), ["2026-03-10"]),
    (datetime(2026, 3, 14, 3, 0, tzinfo=UTC), ["2026-03-13"]),
])  # fmt: skip
def test_a_day_is_due_ten_minutes_after_it_is_over(at, owed):
    learn(walk(), NOON)
    assert [owing.subject for owing in days_to_sum(at)] == owed


def test_the_worker_sums_what_was_missed():
    walked = walk()
    learn(walked, NOON, NOON + timedelta(days=1))
    settle()
    scan(NOON + timedelta(days=5))
    settle()
    assert [(day.isoformat(), ms) for day, _, ms in days()] == [("2026-03-10", 60_000), ("2026-03-11", 60_000)]
    assert list(days_to_sum(NOON + timedelta(days=5))) == []
    assert SUM == "attempts.sum_days"


def test_ones_own_months_have_the_summed_days_and_today():
    walked, other = walk(), walk()
    learn(walked, NOON - timedelta(days=20), NOON - timedelta(days=1))
    sum_days(until=DAY - timedelta(days=1))
    learn(walked, NOON, ms=30_000)
    learn(other, NOON)
    months = [date(2026, 3, 1), date(2026, 2, 1), date(2026, 1, 1)]
    assert own_months(walked.clerk, NOON, months) == [(months[0], 90_000), (months[1], 60_000), (months[2], 0)]


def test_ones_own_months_are_there_before_anything_was_summed(django_assert_num_queries):
    walked = walk()
    learn(walked, NOON)
    with django_assert_num_queries(3):
        assert own_months(walked.clerk, NOON, [date(2026, 3, 1)]) == [(date(2026, 3, 1), 60_000)]
