"""The clerk's home, and the two pages that tell operators whether the house stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from attempts.queries.flags import Thanked, asked_thanks
from certificates.queries import Certificate, asked_certificates
from courses.queries import Street, asked_streets
from courses.refreshers.queries import Round, asked_round
from drills.queries.ringing import Before, asked_before
from outbox.models import Heartbeat
from people import access
from people.access import allowed_roles
from people.models import Person
from people.models.posting import IN_THE_STUDIO, ON_THE_BOARD, ON_THE_FLOOR
from people.shifts.presence.queries import OnShift, asked_shift
from people.written import answers

WORKER_SILENT = timedelta(seconds=30)

NEW = timedelta(minutes=10)
"""So long after somebody has come their first course may be on its way: who is new is enrolled by a worker."""


@dataclass(frozen=True)
class Day:
    """What one person has before them today."""

    person: Person
    at: datetime
    streets: list[Street]
    certificates: list[Certificate]
    thanks: list[Thanked]
    refreshers: Round
    on_shift: OnShift
    drills: Before

    @property
    def next_street(self) -> Street | None:
        """The street to walk on now: the open one that is due first."""
        return next((street for street in self.streets if street.completed_at is None), None)

    @property
    def coming(self) -> bool:
        """They have just come, and nothing is there to learn yet."""
        joined_at = self.person.joined_at
        return not self.streets and joined_at is not None and self.at - joined_at < NEW


def day_of(person: Person, at: datetime) -> Day:
    """One person's day: their streets, refreshers and certificates, where they are, what rings and what is announced;
    two queries."""
    found = answers(
        asked_streets(person, person.language),
        asked_certificates(person, at),
        asked_thanks(person, at),
        asked_round(person, at),
        asked_shift(person, at),
        asked_before(person, at),
    )
    return Day(person, at, *found)


@access.signed_in
def today(request: HttpRequest) -> HttpResponse:
    """The clerk's home. Who has nothing to learn but a door of their own is led there."""
    day = day_of(request.user, timezone.now())
    elsewhere = _own_door(request) if not day.streets else None
    return HttpResponseRedirect(elsewhere) if elsewhere else render(request, "lms/today.html", {"day": day})


def _own_door(request: HttpRequest) -> str | None:
    held = allowed_roles(request)
    if held & set(ON_THE_FLOOR):
        return None
    return "/board/" if held & set(ON_THE_BOARD) else "/studio/" if held & set(IN_THE_STUDIO) else None


@access.public
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@access.public
def readyz(request: HttpRequest) -> JsonResponse:
    """Able to serve: database, broker, and a worker that was heard within 30 s. 503 names what is missing."""
    parts = {"database": _database(), "broker": _broker()}
    parts["worker"] = parts["database"] and _worker()
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def _database() -> bool:
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker() -> bool:
    try:
        with redis.Redis.from_url(
            settings.CACHES["default"]["LOCATION"], socket_connect_timeout=0.5, socket_timeout=0.5
        ) as broker:
            return bool(broker.ping())
    except (redis.RedisError, OSError):
        return False


def _worker() -> bool:
    return Heartbeat.objects.filter(name="worker", beat_at__gte=timezone.now() - WORKER_SILENT).exists()
