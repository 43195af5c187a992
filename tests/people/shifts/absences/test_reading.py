"""Lists of leave: what is read, what is refused and how it is said."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.shifts.absences.reading import AbsenceLine, read_absences
from people.shifts.rows import ShiftsError
from people.shifts.rules import SHOP

HEAD = "store,employee_number,start,end\n"


def taipei(*numbers):
    return datetime(*numbers, tzinfo=SHOP)


def test_whole_days_with_the_last_of_them():
    (line,) = read_absences((HEAD + "10231,F0023,2026-11-23,2026-11-25\n").encode())
    assert line == AbsenceLine(2, "10231", "F0023", taipei(2026, 11, 23), taipei(2026, 11, 26))
    assert line.day == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("start", "end", "begins", "ends"),
    [
        ("2026-11-23", "", taipei(2026, 11, 23), taipei(2026, 11, 24)),
        ("2026/1/3", "2026/1/3", taipei(2026, 1, 3), taipei(2026, 1, 4)),
        ("2026-11-23 13:00", "17:30", taipei(2026, 11, 23, 13), taipei(2026, 11, 23, 17, 30)),
        ("2026-11-23 22:00", "06:00", taipei(2026, 11, 23, 22), taipei(2026, 11, 24, 6)),
        ("2026-11-23 13:00", "2026-11-25", taipei(2026, 11, 23, 13), taipei(2026, 11, 26)),
        ("2026-11-23", "2026-11-25 12:00", taipei(2026, 11, 23), taipei(2026, 11, 25, 12)),
        ("2026-11-23", "12:00", taipei(2026, 11, 23), taipei(2026, 11, 23, 12)),
        ("2026-11-23T05:00:00Z", "2026-11-23T09:00:00Z", taipei(2026, 11, 23, 13), taipei(2026, 11, 23, 17)),
        ("2026-03-01", "2028-02-29", taipei(2026, 3, 1), taipei(2028, 3, 1)),
    ],
)
def test_days_and_hours_as_people_write_them(start, end, begins, ends):
    (line,) = read_absences(f"開始,結束,店號,員工編號\n{start},{end},1,A\n".encode("utf-8-sig"))
    assert (line.starts_at, line.ends_at) == (begins, ends)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD, "沒有任何人請假"),
        ("store,employee_number,start,end,reason\n", "第 1 行看不懂"),
        (HEAD + "1,A,2026-11-23\n", "第 2 行要剛好四格"),
        (HEAD + ",A,2026-11-23,\n", "第 2 行的 store"),
        (HEAD + "1,A,,\n", "第 2 行的 start「」看不懂，請寫成 2026-11-23，或 2026-11-23 13:00"),
        (HEAD + "1,A,2026-11-31,\n", "第 2 行的 start「2026-11-31」"),
        (HEAD + "1,A,2126-11-23,\n", "第 2 行的 start「2126-11-23」"),
        (HEAD + "1,A,2026-11-23,2126-11-23\n", "第 2 行的 end「2126-11-23」看不懂，請寫成 2026-11-24，或"),
        (HEAD + "1,A,2026-11-23 13:00,\n", "第 2 行的 end「」"),
        (HEAD + "1,A,2026-11-23 13:00,25:00\n", "第 2 行的 end「25:00」"),
        (HEAD + "1,A,2026-11-23,2026-11-22\n", "第 2 行的結束要晚於開始"),
        (HEAD + "1,A,2026-11-23,2026-11-23 00:00\n", "第 2 行的結束要晚於開始"),
        (HEAD + "1,A,2026-11-23,2029-11-25\n", "最長三年"),
    ],
)
def test_what_cannot_be_taken_is_named_by_line(text, said):
    with pytest.raises(ShiftsError, match=said):
        read_absences(text.encode())


@given(st.text(max_size=60).map(lambda text: (HEAD + "1,A," + text).encode()) | st.binary(max_size=200))
def test_whatever_is_handed_in_is_read_or_refused(data):
    told: object
    try:
        told = [line for line in read_absences(data) if line.starts_at < line.ends_at]
    except ShiftsError as refusal:
        told = str(refusal)
    assert told
