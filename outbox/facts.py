"""Facts: how a lower room lets upper rooms know, without importing them.

A fact is sent inside the transaction that makes it true. A receiver answers with the work that is owed for it and does
nothing else; so the fact and what is owed for it commit together or not at all.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

from outbox.actions import owe
from outbox.registry import Owing

Receiver = Callable[..., Iterable[Owing]]

_receivers: dict[str, list[Receiver]] = defaultdict(list)


def receives(fact: str) -> Callable[[Receiver], Receiver]:
    """Register a function that answers the fact's keyword arguments with the work owed for it."""

    def register(receiver: Receiver) -> Receiver:
        if receiver not in _receivers[fact]:
            _receivers[fact].append(receiver)
        return receiver

    return register


def send(fact: str, **what: Any) -> None:
    """Send a fact. Raises RuntimeError outside a transaction: it could commit without what is owed for it."""
    send_each(fact, [what])


def send_each(fact: str, whats: Iterable[dict[str, Any]]) -> None:
    """Send the same fact of many things, as `send` would one by one; what is owed is written in one statement."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"the fact {fact!r} was sent outside a transaction")
    owe(owing for what in whats for receiver in _receivers[fact] for owing in receiver(**what))
