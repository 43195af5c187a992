"""Summing the learning time of days that are over."""

from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from attempts.models import SummedDay
from attempts.queries.times import FOR_ALL, bounds, first_unsummed

INSERT = f"""
    INSERT INTO attempts_learningday (day, person_id, ms) {FOR_ALL}
    ON CONFLICT (day, person_id) DO UPDATE SET ms = excluded.ms
"""


@transaction.atomic
def sum_days(*, until: date) -> int:
    """Sum every day not yet summed up to and including `until`, in one statement; how many days it were.

    `until` must be over. Said twice is said once.
    """
    first = first_unsummed()
    if first is None or first > until:
        return 0
    days = [first + timedelta(days=n) for n in range((until - first).days + 1)]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, bounds(first, until))
    SummedDay.objects.bulk_create([SummedDay(day=day, summed_at=timezone.now()) for day in days], ignore_conflicts=True)
    return len(days)
