"""The refreshers of those whom one signs in as: some nights of the last weeks, so that today's three have a past."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from courses.refreshers.actions import rate
from courses.refreshers.queries import todays
from lms.seeding.living import night
from lms.seeding.plans import told
from lms.seeding.playing import Player
from people.models import Person

NIGHTS_AGO = (19, 16, 15, 12, 9, 8, 5, 3, 1)
SKILL = 0.8


def refresh(now: datetime) -> int:
    """Let them answer what they were asked on those nights; how many answers that were. Today's are left."""
    rng = Random(19)  # noqa: S311 - plausible, not secret
    return sum(_night(person, now - timedelta(days=ago), rng) for person in _signing_in() for ago in NIGHTS_AGO)


def _signing_in() -> Iterator[Person]:
    numbers = [one["number"] for one in told()["sign_ins"].values()]
    yield from Person.objects.filter(employee_number__in=numbers, memories__isnull=False).distinct().order_by("pk")


def _night(person: Person, day: datetime, rng: Random) -> int:
    at, player = night(day, rng), Player(person, SKILL, rng)
    # Each answer is rated before the next night asks what is due by then.
    for asked in todays(person, at).asked:
        attempt = player.plays(asked.edition, asked.purpose, at, skill=SKILL)
        rate(attempt_id=attempt.pk)
        at = attempt.ended_at + timedelta(seconds=rng.randint(2, 9))
    return player.steps
