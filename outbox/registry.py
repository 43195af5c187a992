"""What rooms register at start-up: how a kind of work is done, what time makes due, what ought to exist."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Owing:
    """A piece of work to be owed: `kind` names its handler, `subject` is what the handler is given, `due_at` when
    (None: now). Kind and subject together are the unique key: owed twice is owed once."""

    kind: str
    subject: str
    due_at: datetime | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.subject}"


@dataclass(frozen=True)
class OwingEach:
    """Many pieces of one kind, due at one moment: `*` in `subject` stands for each of `words`, a list with commas
    between."""

    kind: str
    subject: str
    words: str
    due_at: datetime


Handler = Callable[[str], None]
Scan = Callable[[datetime], Iterable[Owing]]

handlers: dict[str, Handler] = {}
due_scans: dict[str, Scan] = {}
reconciliations: dict[str, Scan] = {}


class UnknownKind(LookupError):
    """No room has registered a handler for this kind of work."""


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does work of `kind`. It is given the subject and may run twice."""
    return into(handlers, kind)


def due_scan(name: str) -> Callable[[Scan], Scan]:
    """Register a function `(now) -> Owings` that finds work which the clock has made due."""
    return into(due_scans, name)


def reconciliation(name: str) -> Callable[[Scan], Scan]:
    """Register a function `(now) -> Owings` that finds what should exist and does not; each find is a fault."""
    return into(reconciliations, name)


def handler_for(kind: str) -> Handler:
    """The handler of `kind`; raises UnknownKind."""
    try:
        return handlers[kind]
    except KeyError:
        raise UnknownKind(f"no handler is registered for work of kind {kind!r}") from None


def into(table: dict[str, F], name: str) -> Callable[[F], F]:
    """Register the decorated function under `name`, once: how every table of the house is filled at start-up."""

    def register(function: F) -> F:
        if table.get(name, function) is not function:
            raise ValueError(f"{name!r} is registered twice")
        table[name] = function
        return function

    return register
