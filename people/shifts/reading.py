"""Shift plans as stores keep them in a spreadsheet, one shift a line: `people/shifts/rows.py`. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from people.shifts.rows import Row, ShiftsError, end_in, moment_in, rows_of, who_and_where
from people.shifts.rules import shop_day

LONGEST = timedelta(hours=16)


@dataclass(frozen=True)
class ShiftLine:
    """One shift of a plan, aware times; `line` counts from 1, the header included."""

    line: int
    store: str
    employee_number: str
    starts_at: datetime
    ends_at: datetime

    @property
    def day(self) -> date:
        """The day of the plan that the shift belongs to: the one on which it begins."""
        return shop_day(self.starts_at)


def read_shifts(data: bytes) -> list[ShiftLine]:
    """The shifts of a CSV file, at least one. Raises ShiftsError at the first fault."""
    lines = shifts_in(rows_of(data))
    if not lines:
        raise ShiftsError("檔案裡沒有任何班，請確認選對檔案。")
    return lines


def shifts_in(rows: Iterable[Row]) -> list[ShiftLine]:
    """The shifts of these lines. Raises ShiftsError at the first fault."""
    lines = [_shift(row) for row in rows]
    _refuse_overlaps(lines)
    return lines


def _shift(row: Row) -> ShiftLine:
    line, cells = row
    store, number = who_and_where(line, cells)
    start = moment_in(line, "start", cells["start"])
    end = end_in(line, cells["end"], start)
    if not start < end <= start + LONGEST:
        raise ShiftsError(f"第 {line} 行的結束要晚於開始，一個班最長 16 小時。")
    return ShiftLine(line, store, number, start, end)


def _refuse_overlaps(lines: list[ShiftLine]) -> None:
    ordered = sorted(lines, key=lambda line: (line.employee_number, line.starts_at, line.line))
    last = None
    for line in ordered:
        if last and last.employee_number == line.employee_number and line.starts_at < last.ends_at:
            raise ShiftsError(f"第 {line.line} 行和第 {last.line} 行是同一個人，時間重疊，請改掉其中一行。")
        last = line
