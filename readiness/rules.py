"""The readiness formula: plain Python, no database.

A clerk is ready for as long as every course that the chain asks for is covered by a certificate that holds. A store is
covered tonight when at each moment of the night somebody on shift there is ready (`readiness/nights.py`).
`readiness/overview.py` says both once more in SQL, for the numbers of many stores; a test holds the two together.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

ClerkState = Literal["ready", "expiring", "not_ready"]
Tonight = Literal["covered", "uncovered", "unplanned"]
StoreState = Literal["uncovered", "covered", "unplanned", "expiring", "not_ready", "dark"]
PersonState = Literal["able", "expiring", "not_ready"]
Reason = Literal["certified", "expiring", "expired", "in_progress", "not_begun", "overdue", "nothing_asked"]

WORST_FIRST: tuple[Reason, ...] = (
    "expired", "overdue", "in_progress", "not_begun", "expiring", "nothing_asked", "certified"
)  # fmt: skip
EXPIRING_DAYS = 30
BRIGHTEST = 4


@dataclass(frozen=True)
class Standing:
    """Where a person stands in one course that the chain asks for: how long the live certificate holds (None: there is
    none), until when the open enrolment is due, whether anything was played for it."""

    valid_until: date | None
    due_on: date | None = None
    begun: bool = False


@dataclass(frozen=True)
class Readiness:
    """A clerk's state with its reason, the day until which it holds, and the day by which what is missing is due."""

    state: ClerkState
    reason: Reason
    valid_until: date | None = None
    due_on: date | None = None

    @property
    def carried_until(self) -> date | None:
        """The last day on which this clerk is ready; None for one who is not, or was once."""
        return None if self.state == "not_ready" else self.valid_until


def clerk_readiness(standings: Sequence[Standing], today: date) -> Readiness:
    """The worst of a person's standings. Where nothing is asked there is nothing to be ready for: `not_ready`."""
    if not standings:
        return Readiness("not_ready", "nothing_asked")
    return min((_one(s, today) for s in standings), key=_badness)


def _one(standing: Standing, today: date) -> Readiness:
    until = standing.valid_until
    if until is None:
        return Readiness("not_ready", _why_not(standing, today), None, standing.due_on)
    if until < today:
        return Readiness("not_ready", "expired", until, standing.due_on)
    if (until - today).days <= EXPIRING_DAYS:
        return Readiness("expiring", "expiring", until)
    return Readiness("ready", "certified", until)


def _why_not(standing: Standing, today: date) -> Reason:
    if standing.due_on is not None and standing.due_on < today:
        return "overdue"
    return "in_progress" if standing.begun else "not_begun"


def _badness(readiness: Readiness) -> tuple[int, date, date]:
    """Of two courses that are missing alike, the one that is due first tells why."""
    rank = {"not_ready": 0, "expiring": 1, "ready": 2}[readiness.state]
    return rank, readiness.valid_until or date.min, readiness.due_on or date.max


@dataclass(frozen=True)
class Tally:
    """How many of a store's people are in which state. Who is expiring is still ready to help tonight."""

    ready: int = 0
    expiring: int = 0
    not_ready: int = 0

    @property
    def total(self) -> int:
        return self.ready + self.expiring + self.not_ready

    @property
    def able(self) -> int:
        """Ready or expiring: they hold a certificate today."""
        return self.ready + self.expiring

    @property
    def share(self) -> float:
        """Able of total, 0 … 1; 0 where nobody stands."""
        return self.able / self.total if self.total else 0.0

    @property
    def percent(self) -> int:
        """The share in whole percents, rounded down."""
        return self.able * 100 // self.total if self.total else 0

    @property
    def level(self) -> int:
        """How bright the store's lamp is: 0 nobody, 4 everybody; 1 … 3 in thirds between."""
        if not self.able:
            return 0
        return BRIGHTEST if self.able == self.total else 1 + min(2, self.able * 3 // self.total)


def tally(states: Iterable[ClerkState]) -> Tally:
    counts = {"ready": 0, "expiring": 0, "not_ready": 0}
    for state in states:
        counts[state] += 1
    return Tally(**counts)


def store_is(counted: Tally, tonight: Tonight, state: StoreState) -> bool:
    """Whether a store has somebody who is expiring, somebody who is not ready, nobody who is ready; or such a night."""
    if state in ("covered", "uncovered", "unplanned"):
        return tonight == state
    if state == "dark":
        return not counted.able
    return bool(counted.expiring if state == "expiring" else counted.not_ready)


def person_is(state: ClerkState, wanted: PersonState) -> bool:
    """Whether a clerk is one of the board's number: `able` counts those who are expiring too."""
    return state != "not_ready" if wanted == "able" else state == wanted


def says(search: str, *texts: str) -> bool:
    """Whether one of these texts has `search` in it, however it was typed: full-width, in capitals, 臺 for 台."""
    wanted = _plain(search)
    return not wanted or any(wanted in _plain(text) for text in texts)


def by_strokes(name: str) -> tuple[bytes, str]:
    """A key that sorts Chinese names as Taiwan's lists do: Big5 stands in the order of strokes."""
    return name.encode("big5", "replace"), name


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("臺", "台").strip()
