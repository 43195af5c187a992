"""Tables of drills."""

from drills.models.calls import Call, Event, StoreDrill
from drills.models.observing import CorrectiveAction, Lesson, Observation
from drills.models.plans import Blackout, CalendarAddress, Draw, Plan, Run

__all__ = [
    "Blackout",
    "CalendarAddress",
    "Call",
    "CorrectiveAction",
    "Draw",
    "Event",
    "Lesson",
    "Observation",
    "Plan",
    "Run",
    "StoreDrill",
]
