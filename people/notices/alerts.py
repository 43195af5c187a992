"""Alerts: what is for now, and stands in a row of a room above. That row is the alert in the app, told exactly once; no
second one is written of it. From here it reaches the inbox, the bell, and the ways outside.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from people.models import Person
from people.notices.rules import FOR_NOW


@dataclass(frozen=True)
class Alert:
    """One person is alerted to one thing, from `since` until `until`; `data` and `link` are as a notice has them.
    `unanswered`: it still waits for a tap."""

    person_id: int
    kind: str
    data: dict[str, Any]
    link: str
    since: datetime
    until: datetime
    unanswered: bool


@dataclass(frozen=True)
class Source:
    """How a room tells of its alerts. `of(person, at)`: those that stand for a person, in one query; `one(word, at)`:
    the alert under that word if it stands, or None. That they wait for a tap it tells the bell (`people.waiting`)."""

    of: Callable[[Person, datetime], list[Alert]]
    one: Callable[[str, datetime], Alert | None]


sources: dict[str, Source] = {}


def alerts_by(name: str, source: Source) -> None:
    """Register where the alerts come from whose messages carry `name:word` in their keys; once."""
    if sources.setdefault(name, source) is not source:
        raise ValueError(f"{name!r} is registered twice")


@dataclass(frozen=True)
class Round:
    """Many persons are alerted to one thing, each under a word of the source's own. `persons` (pk) and `words` are
    lists of equal length, written with commas between."""

    source: str
    kind: str
    persons: str
    words: str
    until: datetime

    def __post_init__(self) -> None:
        if self.kind not in FOR_NOW:
            raise ValueError(f"{self.kind} is not for now: of such kinds one a day goes out, as `notify` has it.")


def standing(person: Person, at: datetime) -> list[Alert]:
    """All alerts that stand for a person; one query a source."""
    return [alert for source in sources.values() for alert in source.of(person, at)]
