"""Shift plans as stores keep them in a spreadsheet: read strictly, faults named by line.

Plain Python. One shift a line under the header `store,employee_number,start,end` (店號、員工編號、開始、結束); times
are the shop's own, `2026-11-23 22:00`. An end that is only a time of day is the next one after the start, so that a
night shift may be written `2026-11-23 22:00` to `06:00`.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from people.shifts.rules import SHOP, shop_day
from people.spreadsheets import opened

LONGEST = timedelta(hours=16)
MOST_LINES = 20_000
LONGEST_CODE, LONGEST_NUMBER = 16, 32
YEARS = range(2020, 2100)
COLUMNS = {
    "store": "store",
    "employee_number": "employee_number",
    "start": "start",
    "end": "end",
    "店號": "store",
    "員工編號": "employee_number",
    "開始": "start",
    "結束": "end",
}
# What spreadsheets of Taiwan write when a cell is a date with a time; seconds are always zero.
MOMENT = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T](\d{1,2}):(\d{2})(?::00)?", re.ASCII)
HOUR = re.compile(r"(\d{1,2}):(\d{2})(?::00)?", re.ASCII)


class ShiftsError(Exception):
    """The file cannot be taken as it is. The text names the line and says what to do."""


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
    """The shifts of a CSV file in UTF-8, with or without a byte-order mark. Raises ShiftsError at the first fault."""
    with opened(data, ShiftsError) as reader:
        lines = list(_lines(reader))
    if not lines:
        raise ShiftsError("檔案裡沒有任何班，請確認選對檔案。")
    _refuse_overlaps(lines)
    return lines


def _lines(reader: "csv.DictReader[str]") -> Iterator[ShiftLine]:
    header = [COLUMNS.get(name.strip(), "") for name in reader.fieldnames or []]
    if sorted(header) != ["employee_number", "end", "start", "store"]:
        raise ShiftsError(
            "第 1 行看不懂：需要 store,employee_number,start,end 四個欄位（或 店號,員工編號,開始,結束）。"
        )
    reader.fieldnames = header
    for count, row in enumerate(reader, 1):
        if count > MOST_LINES:
            raise ShiftsError(f"檔案超過 {MOST_LINES} 個班，請分成幾個檔案。")
        yield _shift(reader.line_num, row)


def _shift(line: int, row: Mapping[str | None, str | list[str] | None]) -> ShiftLine:
    cells = {name: value.strip() for name, value in row.items() if name and isinstance(value, str)}
    if len(cells) != len(row):
        raise ShiftsError(f"第 {line} 行要剛好四格，請檢查逗號。")
    for name, most in (("store", LONGEST_CODE), ("employee_number", LONGEST_NUMBER)):
        if not 0 < len(cells[name]) <= most or "\x00" in cells[name]:
            raise ShiftsError(f"第 {line} 行的 {name} 要有 1 到 {most} 個字，不能有看不見的控制字元。")
    start = _moment(line, "start", cells["start"])
    end = _end(line, cells["end"], start)
    if not start < end <= start + LONGEST:
        raise ShiftsError(f"第 {line} 行的結束要晚於開始，一個班最長 16 小時。")
    return ShiftLine(line, cells["store"], cells["employee_number"], start, end)


def _moment(line: int, name: str, text: str) -> datetime:
    found = MOMENT.fullmatch(text)
    at = _at(found.groups()) if found else None
    if at is None or at.year not in YEARS:
        raise ShiftsError(f"第 {line} 行的 {name}「{text[:30]}」看不懂，請寫成 2026-11-23 22:00。")
    return at


def _at(digits: Sequence[str]) -> datetime | None:
    year, month, day, hour, minute = map(int, digits)
    try:
        return datetime(year, month, day, hour, minute, tzinfo=SHOP)
    except ValueError:
        return None


def _end(line: int, text: str, start: datetime) -> datetime:
    found = HOUR.fullmatch(text)
    if found is None:
        return _moment(line, "end", text)
    try:
        hour = time(int(found[1]), int(found[2]))
    except ValueError:
        raise ShiftsError(f"第 {line} 行的 end「{text[:30]}」看不懂，請寫成 06:00，或 2026-11-24 06:00。") from None
    end = datetime.combine(start.date(), hour, SHOP)
    return end if end > start else end + timedelta(days=1)


def _refuse_overlaps(lines: list[ShiftLine]) -> None:
    ordered = sorted(lines, key=lambda line: (line.employee_number, line.starts_at, line.line))
    last = None
    for line in ordered:
        if last and last.employee_number == line.employee_number and line.starts_at < last.ends_at:
            raise ShiftsError(f"第 {line.line} 行和第 {last.line} 行是同一個人，時間重疊，請改掉其中一行。")
        last = line
