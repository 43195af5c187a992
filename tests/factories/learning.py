"""Playing, through the actions."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from attempts.actions import Incoming, append, begin
from attempts.models import Attempt
from content.models import Edition
from courses.models import Enrolment
from outbox.actions import drain
from people.models import Person
from tests.factories.content import GOOD
from tests.factories.people import LONG_AGO


def steps(answers: Sequence[tuple[str, Any]], *, at: datetime = LONG_AGO, first: int = 1) -> list[Incoming]:
    """Steps for these (node, answer) pairs, four seconds each."""
    return [
        Incoming(
            uuid.uuid4(), seq, node, answer, at + timedelta(seconds=4 * seq), at + timedelta(seconds=4 * seq + 3), 3000
        )
        for seq, (node, answer) in enumerate(answers, start=first)
    ]


def play(
    person: Person,
    edition: Edition,
    enrolment: Enrolment,
    answers: Sequence[tuple[str, Any]] = GOOD,
    *,
    at: datetime = LONG_AGO,
) -> Attempt:
    """Play an edition for an enrolment; the attempt as it stands afterwards."""
    attempt, _ = begin(
        attempt_id=uuid.uuid4(), person=person, edition_sha256=edition.pk, purpose=enrolment.purpose, at=at
    )
    append(attempt_id=attempt.pk, person=person, steps=steps(answers, at=at), at=at + timedelta(minutes=3))
    attempt.refresh_from_db()
    return attempt


def settle() -> int:
    """Do all owed work, as a worker would."""
    return drain()
