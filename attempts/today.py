"""What this room adds to a person's day: what became of what they reported."""

from datetime import datetime
from typing import Any

from attempts.queries.flags import thanks
from people.models import Person
from people.today import fragment


@fragment("flags")
def answered_flags(person: Person, at: datetime) -> list[dict[str, Any]]:
    """Reports that a trainer has answered in the last two weeks, newest first; `state` is `mended` or `no_fault`."""
    return [
        {
            "id": flag.flag,
            "work": flag.work,
            "node": flag.node,
            "state": flag.state,
            "reply": flag.reply,
            "answered_at": flag.answered_at,
        }
        for flag in thanks(person, at)
    ]
