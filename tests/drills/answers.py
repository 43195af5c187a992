"""Answers to the drill of the factories, as a phone tells them."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from attempts.actions import Incoming, append, begin
from attempts.models import Attempt
from drills.models import Call

GOOD = [
    ("alert", None),
    ("level", "red"),
    ("channel", "police"),
    ("steps", ["nod", "move"]),
    ("order", ["nod", "move", "call"]),
    ("report", {"place": "where", "seen": "what", "heard": "what", "name": "out"}),
    ("call", None),
]
"""All right, 10 seconds each."""

WRONG = [*GOOD[:2], ("channel", "boss"), ("steps", ["bill"]), ("order", ["call", "move", "nod"]), GOOD[5], GOOD[6]]
"""To the end, too poor to pass."""


def begin_for(call: Call, *, at: datetime) -> Attempt:
    return begin(
        attempt_id=uuid.uuid4(), person=call.person, edition_sha256=call.run.edition_id, purpose=call.purpose, at=at
    )[0]


def told(
    attempt: Attempt,
    answers: Sequence[tuple[str, Any]] = GOOD,
    *,
    tapped: datetime,
    every: float = 10,
    received: datetime | None = None,
    first: int = 1,
) -> Attempt:
    """Tell these answers, tapped every so many seconds from `tapped` on by the phone's clock; each is received as it is
    tapped, or all together at `received`."""
    steps = [
        Incoming(
            uuid.uuid4(),
            seq,
            node,
            answer,
            tapped + timedelta(seconds=every * (n - 1)),
            tapped + timedelta(seconds=every * n),
            int(every * 1000),
        )
        for n, (seq, (node, answer)) in enumerate(zip(range(first, 99), answers, strict=False), start=1)
    ]
    for step in steps if received is None else ():
        append(attempt_id=attempt.pk, person=attempt.person, steps=[step], at=step.answered_at)
    if received is not None:
        append(attempt_id=attempt.pk, person=attempt.person, steps=steps, at=received)
    attempt.refresh_from_db()
    return attempt
