"""The lines of what stores keep in a spreadsheet about somebody's time. Plain Python.

The header is `store,employee_number,start,end` (店號、員工編號、開始、結束). Read strictly, every fault is named by its
line.

Times are the shop's own, `2026-11-23 22:00`, or say whose they are, `2026-11-23T14:00:00Z`. An end that is only a time
of day is the next one after the start, so that a night shift may be written `2026-11-23 22:00` to `06:00`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from people.shifts.rules import SHOP
from people.spreadsheets import opened

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
NAMES = frozenset(COLUMNS.values())
# What spreadsheets of Taiwan write when a cell is a date, with a time or without; seconds are always zero. Machines may
# add the zone.
DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII)
MOMENT = re.compile(DAY.pattern + r"[ T](\d{1,2}):(\d{2})(?::00)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
# Nothing that PostgreSQL takes as text; halves of pairs come in JSON only.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
HOUR = re.compile(r"(\d{1,2}):(\d{2})(?::00)?", re.ASCII)

Row = tuple[int, Mapping[str, str]]
"""A line's number and its cells, stripped, by the English names of the columns."""


class ShiftsError(Exception):
    """What was handed in cannot be taken as it is. The text names the line and says what to do."""


def rows_of(data: bytes) -> Iterator[Row]:
    """The lines of a CSV file in UTF-8, with or without a byte-order mark; lines count from 1, the header included.

    Raises ShiftsError at the first fault.
    """
    with opened(data, ShiftsError) as reader:
        header = [COLUMNS.get(name.strip(), "") for name in reader.fieldnames or []]
        if sorted(header) != sorted(NAMES):
            raise ShiftsError(
                "第 1 行看不懂：需要 store,employee_number,start,end 四個欄位（或 店號,員工編號,開始,結束）。"
            )
        reader.fieldnames = header
        for count, row in enumerate(reader, 1):
            if count > MOST_LINES:
                raise ShiftsError(f"檔案超過 {MOST_LINES} 行，請分成幾個檔案。")
            yield reader.line_num, _cells(reader.line_num, row)


def rows_in(value: object) -> Iterator[Row]:
    """The same of what a machine sends: a list of objects with the four names; lines count from 1.

    Raises ShiftsError at the first fault.
    """
    if not isinstance(value, list):
        raise ShiftsError("要的是一個清單：[{store, employee_number, start, end}, …]。")
    if len(value) > MOST_LINES:
        raise ShiftsError(f"超過 {MOST_LINES} 行，請分成幾次送。")
    for line, cells in enumerate(value, 1):
        whole = isinstance(cells, dict) and cells.keys() == NAMES and all(isinstance(c, str) for c in cells.values())
        if not whole:
            raise ShiftsError(f"第 {line} 行要剛好有 store、employee_number、start、end，而且都是文字。")
        yield line, {name: cell.strip() for name, cell in cells.items()}


def _cells(line: int, row: Mapping[str, str | list[str] | None]) -> Mapping[str, str]:
    cells = {name: value.strip() for name, value in row.items() if name and isinstance(value, str)}
    if len(cells) != len(row):
        raise ShiftsError(f"第 {line} 行要剛好四格，請檢查逗號。")
    return cells


def who_and_where(line: int, cells: Mapping[str, str]) -> tuple[str, str]:
    """The store's code and the employee number of a line. Raises ShiftsError."""
    for name, most in (("store", LONGEST_CODE), ("employee_number", LONGEST_NUMBER)):
        if not 0 < len(cells[name]) <= most or UNSTORABLE.search(cells[name]):
            raise ShiftsError(f"第 {line} 行的 {name} 要有 1 到 {most} 個字，不能有看不見的控制字元。")
    return cells["store"], cells["employee_number"]


def day_in(text: str) -> date | None:
    """The day that a cell names; None where it is not written as a day alone."""
    found = DAY.fullmatch(text)
    at = _at(*found.groups(), "0", "0", None) if found else None
    return at.date() if at else None


def moment_in(line: int, name: str, text: str, *, such_as: str = "2026-11-23 22:00") -> datetime:
    """The moment that a cell names, by the clock of the shop. Raises ShiftsError, which says what to write."""
    found = MOMENT.fullmatch(text)
    at = _at(*found.groups()) if found else None
    if at is None or at.year not in YEARS:
        raise ShiftsError(f"第 {line} 行的 {name}「{text[:30]}」看不懂，請寫成 {such_as}。")
    return at


def end_in(line: int, text: str, start: datetime, *, such_as: str = "06:00，或 2026-11-24 06:00") -> datetime:
    """The moment at which something ends that begins at `start`. Raises ShiftsError, which says what to write."""
    found = HOUR.fullmatch(text)
    if found is None:
        return moment_in(line, "end", text, such_as=such_as)
    try:
        hour = time(int(found[1]), int(found[2]))
    except ValueError:
        raise ShiftsError(f"第 {line} 行的 end「{text[:30]}」看不懂，請寫成 {such_as}。") from None
    end = datetime.combine(start.date(), hour, SHOP)
    return end if end > start else end + timedelta(days=1)


def _at(*parts: str | None) -> datetime | None:
    *digits, zone = parts
    try:
        at = datetime(*_numbers(digits), tzinfo=SHOP)
        return datetime.fromisoformat(f"{at:%Y-%m-%dT%H:%M}{zone}").astimezone(SHOP) if zone else at
    except (ValueError, OverflowError):
        return None


def _numbers(digits: Sequence[str | None]) -> tuple[int, int, int, int, int]:
    year, month, day, hour, minute = (int(part or 0) for part in digits)
    return year, month, day, hour, minute
