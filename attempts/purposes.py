"""What an attempt may be for. Rooms above register their purposes at start-up; `for` is written `<name>:<subject>`."""

from collections.abc import Callable

from content.models import Edition
from outbox.registry import into
from people.models import Person

May = Callable[[Person, str, Edition], bool]

_purposes: dict[str, May] = {}


def purpose(name: str) -> Callable[[May], May]:
    """Register `(person, subject, edition) -> may they?` for purposes that begin with `name:`."""
    return into(_purposes, name)


def may_attempt(person: Person, purpose: str, edition: Edition) -> bool:
    """Whether this person may play this edition for this purpose now; an unknown purpose is nobody's."""
    name, _, subject = purpose.partition(":")
    may = _purposes.get(name)
    return may is not None and may(person, subject, edition)
