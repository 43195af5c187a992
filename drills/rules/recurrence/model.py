"""What a rule is, once it has been read."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

Frequency = Literal["DAILY", "WEEKLY", "MONTHLY"]
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class WrongRule(ValueError):
    """The rule cannot be used. The text names the part and says what to do; `part` is its name, or empty."""

    def __init__(self, message: str, part: str = "") -> None:
        super().__init__(message)
        self.part = part


class Weekday(NamedTuple):
    """A weekday (0 is Monday), of a month the `nth` (from its end where negative), or each where `nth` is 0."""

    nth: int
    day: int

    def __str__(self) -> str:
        return f"{self.nth or ''}{WEEKDAYS[self.day]}"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule. Its lists are in order and without repetitions; an empty one limits nothing."""

    freq: Frequency
    interval: int = 1
    by_day: tuple[Weekday, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    count: int | None = None
    until: date | None = None

    def __str__(self) -> str:
        """The rule as RFC 5545 writes it, always in the same order."""
        parts = {
            "FREQ": self.freq,
            "INTERVAL": self.interval if self.interval > 1 else None,
            "BYMONTH": ",".join(map(str, self.by_month)),
            "BYMONTHDAY": ",".join(map(str, self.by_month_day)),
            "BYDAY": ",".join(map(str, self.by_day)),
            "COUNT": self.count,
            "UNTIL": self.until and f"{self.until:%Y%m%d}",
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)
