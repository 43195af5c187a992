"""Who is away, as stores keep it in a spreadsheet, one absence a line: `people/shifts/rows.py`. Plain Python.

Start and end may be days, `2026-11-23`: the last of them is a day of leave, too. A day without an end is that day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from people.shifts.rows import YEARS, Row, ShiftsError, day_in, end_in, moment_in, rows_of, who_and_where
from people.shifts.rules import SHOP, shop_day

LONGEST = timedelta(days=3 * 366)
"""Longer than any leave: a year was mistyped."""


@dataclass(frozen=True)
class AbsenceLine:
    """One absence, aware times; `line` counts from 1, the header included."""

    line: int
    store: str
    employee_number: str
    starts_at: datetime
    ends_at: datetime

    @property
    def day(self) -> date:
        """The day of the list that the absence belongs to: the one on which it begins."""
        return shop_day(self.starts_at)


def read_absences(data: bytes) -> list[AbsenceLine]:
    """The absences of a CSV file, at least one. Raises ShiftsError at the first fault."""
    lines = absences_in(rows_of(data))
    if not lines:
        raise ShiftsError("檔案裡沒有任何人請假，請確認選對檔案。")
    return lines


def absences_in(rows: Iterable[Row]) -> list[AbsenceLine]:
    """The absences of these lines. Raises ShiftsError at the first fault."""
    return [_absence(row) for row in rows]


def _absence(row: Row) -> AbsenceLine:
    line, cells = row
    store, number = who_and_where(line, cells)
    start = _start(line, cells["start"])
    end = _end(line, cells["start"], cells["end"], start)
    if not start < end <= start + LONGEST:
        raise ShiftsError(f"第 {line} 行的結束要晚於開始，一次請假最長三年。")
    return AbsenceLine(line, store, number, start, end)


def _start(line: int, text: str) -> datetime:
    day = day_in(text)
    if day and day.year in YEARS:
        return _midnight(day)
    return moment_in(line, "start", text, such_as="2026-11-23，或 2026-11-23 13:00")


def _end(line: int, begun: str, text: str, start: datetime) -> datetime:
    whole = day_in(text) or (day_in(begun) if not text else None)
    if whole and whole.year in YEARS:
        return _midnight(whole + timedelta(days=1))
    return end_in(line, text, start, such_as="2026-11-24，或 2026-11-24 17:00")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHOP)
