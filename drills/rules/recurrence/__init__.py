"""How often a plan drills: an RRULE of RFC 5545, limited to what is tested. Plain Python around dateutil.

    parse(text: str) -> Recurrence                                                     raises WrongRule
    check(rule: Recurrence, start: date) -> None                                       raises WrongRule
    occurrences(rule: Recurrence, start: date, since: date, until: date) -> list[date]
    upcoming(rule: Recurrence, start: date, since: date, most: int) -> list[date]
    described(rule: Recurrence) -> str
    str(rule)                                                                          the rule as it is kept

An occurrence is a day of the shop; weeks begin on Monday; both ends of a time are days of it. The names below are the
door: take them from here.
"""

from drills.rules.recurrence.days import HORIZON, check, occurrences, upcoming
from drills.rules.recurrence.model import Recurrence, Weekday, WrongRule
from drills.rules.recurrence.reading import parse
from drills.rules.recurrence.wording import described

__all__ = ["HORIZON", "Recurrence", "Weekday", "WrongRule", "check", "described", "occurrences", "parse", "upcoming"]
