"""Seeding the demo: chains, stores, persons, and what they have learned in a year."""

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path
from random import Random

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from attempts.models import Attempt, Step
from certificates.actions import open_renewal
from certificates.models import Credential
from certificates.rules import EXPIRING_DAYS
from content.models import Work
from courses.models import Enrolment
from lms.seeding.crowd import hasten, live_all
from lms.seeding.drilling import drill
from lms.seeding.events import happen
from lms.seeding.people import BEGINNING, Settling, renewals
from lms.seeding.plans import small_world, told, whole_world
from outbox import actions as outbox
from outbox import doorbell
from outbox.searches import scan
from people.models import Chain, Person
from people.models.organisation import PROGRAMME

FOUR = clock(4)
Tell = Callable[[str], None]


def seed(
    *, url: str, out: Path, tell: Tell = print, at: datetime | None = None, whole: bool = True, processes: int = 1
) -> None:
    """Make the demo's world, once, and write to `out` who may sign in at `url`.

    `whole` is sixty stores and six hundred persons; without it six stores and forty persons. Lives are lived in
    `processes` processes.
    """
    now = at or timezone.now()
    if not Chain.objects.filter(slug=told()["chains"][0]["slug"]).exists():
        with doorbell.silent():
            _make(now, tell, whole=whole, processes=processes)
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps({"url": url, "sign_ins": sign_ins()}, ensure_ascii=False, indent=2))


def sign_ins() -> dict[str, dict[str, str]]:
    """One sign-in per role, as the sign-in form wants it."""
    home = told()["chains"][0]["slug"]
    return {
        role: {
            "chain": PROGRAMME if entry["scope"] == "programme" else home,
            "employee_number": entry["number"],
            "password": told()["password"],
        }
        for role, entry in told()["sign_ins"].items()
    }


def _make(now: datetime, tell: Tell, *, whole: bool, processes: int) -> None:
    began = time.monotonic()
    hasten()
    rng = Random(20260105)  # noqa: S311 - plausible, not secret
    world = whole_world(rng) if whole else small_world()
    stores = sum(len(chain.stores) for chain in world.chains)
    tell("Loading the course 門市關懷前線 …")
    call_command("load_content", at=(now - BEGINNING).isoformat(), verbosity=0)
    course = Work.objects.certifying().select_related("current").get(owner=None)
    tell(f"Inventing {len(world.chains)} chains, {stores} stores, {len(world.persons)} persons …")
    settling = Settling(course, now, rng)
    settling.settle(world)
    outbox.drain(seconds=300)
    tell("Letting them learn for a year …")
    live_all(settling.lives, course.pk, now, processes)
    renewing = list(renewals(settling.lives, _renew(course, now), rng))
    live_all(renewing, course.pk, now, processes)
    happen(now, rng)
    drill(now, rng, year=whole)
    scan(now)
    outbox.drain(seconds=300)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _report(tell, time.monotonic() - began)


def _renew(course: Work, now: datetime) -> dict[int, int]:
    """Open the renewals that the daily scan would have opened, each on its day; the cycle by person."""
    edge = timezone.localtime(now).date() + timedelta(days=EXPIRING_DAYS)
    for credential in Credential.objects.live().filter(course=course, valid_until__lte=edge):
        day = credential.valid_until - timedelta(days=EXPIRING_DAYS)
        at = datetime.combine(day, FOUR, timezone.get_current_timezone())
        open_renewal(credential_id=credential.pk, at=at)
    opened = Enrolment.objects.open().filter(course=course, cycle__gt=1)
    return dict(opened.values_list("person_id", "cycle"))


def _report(tell: Tell, seconds: float) -> None:
    steps = Step.objects.count()
    tell(
        f"{Person.objects.count()} persons, {Attempt.objects.count()} attempts, {steps} steps in {seconds:.0f} s: "
        f"{1000 * seconds / max(steps, 1):.2f} s per 1,000 steps."
    )
