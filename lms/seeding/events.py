"""What happened in the demo's world beside learning: flags answered, a certificate revoked, shifts planned."""

from datetime import datetime
from random import Random

from content.models import Work


def happen(course: Work, now: datetime, rng: Random) -> None:
    """Let it happen, through the actions."""
