"""Reads of learning time. Days that are over are summed (`LearningDay`); what came since is summed as it is read."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Max
from django.utils import timezone

from attempts.models import LearningDay, Step, SummedDay
from attempts.rules import LONGEST_STEP_MS
from people.models import Person
from people.statements import rows

# `rules.learned_ms` for everybody at once. The spans are ordered by their beginning, so that the latest end before a
# span is all that can cover it.
LEARNED = """
    SELECT day, person_id, round(sum(greatest(extract(epoch FROM fresh) * 1000, 0)))::bigint AS ms
    FROM (
        SELECT day, person_id, stop - greatest(start, max(stop) OVER (
            PARTITION BY day, person_id ORDER BY start, stop ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )) AS fresh
        FROM (
            SELECT (step.received_at AT TIME ZONE %(zone)s)::date AS day, attempt.person_id,
                step.answered_at AS stop,
                step.answered_at - least(step.elapsed_ms, %(longest)s) * interval '1 millisecond' AS start
            FROM attempts_step step JOIN attempts_attempt attempt ON attempt.id = step.attempt_id
            WHERE step.received_at >= %(since)s AND step.received_at < %(until)s AND step.state <> 'refused' {narrowed}
        ) spans
    ) clipped
    GROUP BY day, person_id
"""

FOR_ONE = LEARNED.format(narrowed="AND attempt.person_id = %(person)s")
FOR_ALL = LEARNED.format(narrowed="")


def bounds(first: date, last: date) -> dict[str, str | int | datetime]:
    """The parameters of the statements above for whole days in Taipei, both included."""
    return {
        "zone": timezone.get_default_timezone_name(),
        "longest": LONGEST_STEP_MS,
        "since": midnight(first),
        "until": midnight(last + timedelta(days=1)),
    }


def midnight(day: date) -> datetime:
    """When a day begins in Taipei."""
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def summed_until() -> date | None:
    """The last day that is summed; None before the first."""
    last: date | None = SummedDay.objects.aggregate(last=Max("day"))["last"]
    return last


def first_unsummed() -> date | None:
    """The first day that is not summed yet and may have steps; None where nothing was learned yet."""
    if last := summed_until():
        return last + timedelta(days=1)
    first = Step.objects.order_by("received_at").values_list("received_at", flat=True).first()
    return timezone.localtime(first, timezone.get_default_timezone()).date() if first else None


def own_months(person: Person, at: datetime, months: Iterable[date]) -> list[tuple[date, int]]:
    """One person's learning time in these months (each by its first day), up to this minute: `(month, ms)`. Three
    queries."""
    wanted = list(months)
    today = timezone.localtime(at, timezone.get_default_timezone()).date()
    first = min(wanted, default=today)
    found = LearningDay.objects.filter(person=person, day__gte=first)
    sums: Counter[date] = Counter()
    for day, ms in found.values_list("day", "ms"):
        sums[day.replace(day=1)] += ms
    last = summed_until()
    for day, ms in _since(person, max(first, last + timedelta(days=1)) if last else first, today):
        sums[day.replace(day=1)] += ms
    return [(month, sums[month]) for month in wanted]


def _since(person: Person, first: date, last: date) -> list[tuple[date, int]]:
    return [(day, ms) for day, _, ms in rows(FOR_ONE, {**bounds(first, last), "person": person.pk})]
