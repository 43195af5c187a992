"""Reads of the hotlines' desk: what is listed, which works name what, what was changed lately."""

import re
from dataclasses import dataclass
from datetime import date

from content.card.reading import card
from content.hotlines.rules import HOUSE, STATUSES, Entry, is_stale
from content.models.works import Work
from content.queries import hotlines
from content.rules import SOURCE
from people.models import AuditEntry

SHOWN_CHANGES = 10
CARD = "櫃檯小卡"
_NAMED = re.compile(rb"\[\[([a-z0-9][a-z0-9_-]*)(?:\.name)?\]\]")


@dataclass(frozen=True)
class Line:
    """One hotline of the desk's list."""

    entry: Entry
    stale: bool
    works: list[Work]

    @property
    def name(self) -> str:
        return str(self.entry["name"][SOURCE])

    @property
    def use_for(self) -> str:
        return str(self.entry.get("use_for", {}).get(SOURCE, ""))

    @property
    def hours(self) -> str:
        return str(self.entry.get("hours", {}).get(SOURCE, ""))

    @property
    def status(self) -> str:
        """How far the number was looked after, in words."""
        return STATUSES.get(self.entry.get("status", ""), "")


@dataclass(frozen=True)
class Desk:
    """All hotlines of the current edition; `base` is its hash, which a change has to name."""

    work: Work | None
    base: str
    lines: list[Line]
    changes: list[AuditEntry]

    @property
    def in_use(self) -> list[Line]:
        return [line for line in self.lines if "retired" not in line.entry]

    @property
    def retired(self) -> list[Line]:
        return [line for line in self.lines if "retired" in line.entry]


@dataclass(frozen=True)
class Naming:
    """A work that names a hotline, and the sentences in which it does."""

    work: Work
    sentences: list[str]


def desk(today: date) -> Desk:
    """The desk's list; three queries however many works and hotlines there are."""
    work = hotlines()
    entries: list[Entry] = work.current.read()["entries"] if work and work.current else []
    named = works_by_key()
    lines = [Line(entry, is_stale(entry, today), named.get(entry["key"], [])) for entry in entries]
    return Desk(work, (work and work.current_id) or "", lines, _changes(work))


def works_by_key() -> dict[str, list[Work]]:
    """For each key the works whose current edition names it; one query."""
    found: dict[str, list[Work]] = {}
    for work in _played():
        for key in {match.decode() for match in _NAMED.findall(bytes(work.current.body))}:
            found.setdefault(key, []).append(work)
    return found


def naming(key: str) -> list[Naming]:
    """The works that name a hotline, each with its sentences in the source language; one query."""
    named = re.compile(rf"\[\[{re.escape(key)}(\.name)?\]\]")
    return [Naming(work, _sentences(work, named)) for work in works_by_key().get(key, [])]


def users_of(key: str) -> list[str]:
    """Who keeps a hotline from being retired: titles of works, and the house's own screens."""
    house = [HOUSE[key]] if key in HOUSE else []
    house += [CARD] if card().names(key) else []
    return house + [work.title() for work in works_by_key().get(key, [])]


def _played() -> list[Work]:
    scripts = Work.objects.filter(kind__in=[Work.Kind.LESSON, Work.Kind.SCENARIO], current__isnull=False)
    return list(scripts.select_related("current", "owner").order_by("owner__slug", "pk"))


def _sentences(work: Work, named: re.Pattern[str]) -> list[str]:
    texts = work.current.read()["texts"].get(SOURCE, {}).values() if work.current else []
    lines = (line.strip().removeprefix("- ") for text in texts for line in text.splitlines())
    return [line for line in lines if named.search(line)]


def _changes(work: Work | None) -> list[AuditEntry]:
    if work is None:
        return []
    kept = AuditEntry.objects.filter(subject=f"content.work:{work.pk}", verb__contains="hotline").select_related("by")
    return list(kept[:SHOWN_CHANGES])
