"""What this room adds to a person's day: the drills that ring now. What is still to come is nobody's to know."""

from datetime import datetime
from typing import Any

from drills.queries.ringing import ringing
from people.models import Person
from people.today import fragment


@fragment("drills")
def todays_drills(person: Person, at: datetime) -> list[dict[str, Any]]:
    """Calls that were sent and are not over: `until` when they may be answered, `attempt` once one was begun."""
    return [
        {
            "for": ring.purpose,
            "call": ring.call,
            "title": ring.title,
            "edition": ring.edition,
            "state": ring.state,
            "makeup": ring.makeup,
            "sent_at": ring.sent_at,
            "until": ring.until,
            "acknowledged_at": ring.acknowledged_at,
            "attempt": ring.attempt,
        }
        for ring in ringing(person, at)
    ]
