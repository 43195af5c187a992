"""How rooms above say what is noticed: they register who is told what of a kind, and owe the telling of a fact.

A room's receiver or due-scan returns `owing("due_soon", enrolment.pk)`; the outbox does it once; the room's function
under that name then says who is told. So the fact and its notice commit together or not at all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from outbox.registry import Owing, into
from people.notices.rules import FOR_NOW

NOTICE = "people.notice"


@dataclass(frozen=True)
class Telling:
    """One person is told one thing. `key` names the fact for this person and is told once; `kind` one of `texts`. What
    is for now is an alert of its own room's and no notice (`alerts.py`). `instead_of` begins the keys under which the
    same was told differently before: that is over with this."""

    person_id: int
    kind: str
    key: str
    data: dict[str, Any] = field(default_factory=dict)
    link: str = "/"
    expires_at: datetime | None = None
    instead_of: str = ""

    def __post_init__(self) -> None:
        if self.kind in FOR_NOW:
            raise ValueError(f"{self.kind} is for now: an alert says it, as `alerts.py` has it.")


Teller = Callable[[str], Iterable[Telling]]

tellers: dict[str, Teller] = {}


def tells(name: str) -> Callable[[Teller], Teller]:
    """Register `(subject) -> Tellings`: who is told what of the fact `name` about `subject`; empty where it is over."""
    return into(tellers, name)


def owing(name: str, subject: object, due_at: datetime | None = None) -> Owing:
    """The telling of a fact, to be owed; the same fact about the same subject is told once."""
    return Owing(NOTICE, f"{name}:{subject}", due_at)
