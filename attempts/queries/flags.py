"""Reads of what clerks have reported: by work and node, with the node as it was and as it is. No names."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from attempts.models import Flag
from attempts.rules import Saying, node_of, sayings
from content.models import Edition, Work
from content.rules import SOURCE, title_in
from people.models import Person
from people.written import Question, Written

THANKED_FOR = timedelta(days=14)
"""How long the answer to a report stands on the clerk's home page."""

MOST_THANKS = 3
"""The home page is for what is to be done; older answers make room for newer ones."""


@dataclass(frozen=True)
class Reading:
    """One node in one language as it stood in the edition that was played, beside today's.

    `changed`: the node says or does something else today, or is gone (`today` empty).
    """

    number: int
    lang: str
    then: tuple[Saying, ...]
    today: tuple[Saying, ...]
    changed: bool
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class Spot:
    """One node of one work with what was reported of it."""

    work: Work
    node: str
    readings: tuple[Reading, ...]

    @property
    def flags(self) -> list[Flag]:
        return [flag for reading in self.readings for flag in reading.flags]

    @property
    def changed(self) -> bool:
        """Whether the node was changed since every one of these reports: it is suggested as mended."""
        return all(reading.changed for reading in self.readings)

    @property
    def lang(self) -> str:
        """The language in which it is mended: the source's, unless only a translation was reported."""
        told = {(flag.lang, flag.about) for flag in self.flags}
        foreign = {lang for lang, about in told if about == Flag.About.TRANSLATION and lang != SOURCE}
        return foreign.pop() if len(foreign) == 1 and len(told) == 1 else SOURCE


def spots(works: QuerySet[Work], state: str) -> QuerySet[Flag, Any]:
    """The nodes of these works that have flags of this state, most reported first: rows of work, node and count."""
    found = Flag.objects.filter(state=state, attempt__edition__work__in=works)
    grouped = found.values("attempt__edition__work", "node").annotate(n=Count("pk"), newest=Max("received_at"))
    return grouped.order_by("-n", "-newest", "attempt__edition__work", "node")


def opened(rows: Iterable[dict[str, Any]], state: str) -> list[Spot]:
    """These rows of `spots` with their flags and texts, in their order; two queries, however many."""
    keys = [(row["attempt__edition__work"], row["node"]) for row in rows]
    named = Q(pk=None)
    for work, node in keys:
        named |= Q(attempt__edition__work=work, node=node)
    flags = list(
        Flag.objects.filter(named, state=state)
        .select_related("attempt__edition__work")
        .defer("attempt__outcome", "attempt__edition__body")
        .order_by("attempt__edition__number", "lang", "received_at")
    )
    bodies = _bodies(flags)
    found: dict[tuple[UUID, str], list[Flag]] = {}
    for flag in flags:
        found.setdefault((flag.attempt.edition.work_id, flag.node), []).append(flag)
    return [_spot(found[key], bodies) for key in keys if key in found]


def open_by_work(works: QuerySet[Work]) -> list[tuple[Work, int]]:
    """How many flags wait at each of these works, most first; works without any are left out."""
    waiting = Flag.objects.open().filter(attempt__edition__work__in=works)
    counts = dict(waiting.values_list("attempt__edition__work").annotate(n=Count("pk")).order_by())
    found = Work.objects.in_bulk(list(counts))
    return sorted(((found[work], n) for work, n in counts.items()), key=lambda pair: (-pair[1], str(pair[0])))


@dataclass(frozen=True)
class Thanked:
    """A report that a trainer has answered, as whoever reported it is told; `state` is `mended` or `no_fault`."""

    flag: UUID
    work: UUID
    title: str
    node: str
    text: str
    state: str
    reply: str
    answered_at: datetime


ANSWERED = Written(
    lambda person, since: Flag.objects.answered_for(person, since).values_list(
        "pk",
        "attempt__edition__work",
        "attempt__edition__work__titles",
        "node",
        "text",
        "state",
        "reply",
        "answered_at",
    )[:MOST_THANKS]
)


def thanks(person: Person, at: datetime) -> list[Thanked]:
    """What this person reported and a trainer has answered lately, newest first; one query."""
    return asked_thanks(person, at).answer()


def asked_thanks(person: Person, at: datetime) -> Question[list[Thanked]]:
    """The same, to be asked with others."""
    rows = ANSWERED.sql(person=person.pk, since=at - THANKED_FOR)
    return Question((rows,), lambda found: [_thanked(person, *row) for row in found])


def _thanked(person: Person, flag: UUID, work: UUID, titles: str, *rest: Any) -> Thanked:
    return Thanked(flag, work, title_in(json.loads(titles), person.language), *rest)


def _bodies(flags: Iterable[Flag]) -> dict[str, dict[str, Any]]:
    editions = {flag.attempt.edition for flag in flags}
    wanted = {edition.pk for edition in editions} | {edition.work.current_id for edition in editions}
    return {found.pk: found.read() for found in Edition.objects.filter(pk__in=wanted - {None})}


def _spot(flags: list[Flag], bodies: dict[str, dict[str, Any]]) -> Spot:
    first = flags[0].attempt.edition
    found: dict[tuple[str, str], list[Flag]] = {}
    for flag in flags:
        found.setdefault((flag.attempt.edition_id, flag.lang), []).append(flag)
    return Spot(first.work, flags[0].node, tuple(_reading(same, bodies) for same in found.values()))


def _reading(flags: list[Flag], bodies: dict[str, dict[str, Any]]) -> Reading:
    flag = flags[0]
    edition = flag.attempt.edition
    was, now = bodies[edition.pk], bodies.get(edition.work.current_id or "", {})
    then, today = sayings(was, flag.node, flag.lang), sayings(now, flag.node, flag.lang)
    changed = then != today or node_of(was, flag.node) != node_of(now, flag.node)
    return Reading(edition.number, flag.lang, then, today, changed, tuple(flags))
