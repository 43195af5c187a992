"""Shift plans: what is read, what is refused and how it is said."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.models import shift
from people.shifts.reading import LONGEST, ShiftLine, read_shifts
from people.shifts.rows import ShiftsError
from people.shifts.rules import SHOP

HEAD = "store,employee_number,start,end\n"


def taipei(*numbers):
    return datetime(*numbers, tzinfo=SHOP)


def test_a_night_shift_over_midnight():
    (line,) = read_shifts((HEAD + "10231,F0023,2026-11-23 22:00,2026-11-24 06:00\n").encode())
    assert line == ShiftLine(2, "10231", "F0023", taipei(2026, 11, 23, 22), taipei(2026, 11, 24, 6))
    assert line.starts_at == datetime(2026, 11, 23, 14, tzinfo=UTC)
    assert line.day.isoformat() == "2026-11-23"


@pytest.mark.parametrize(
    ("start", "end", "until"),
    [
        ("2026-11-23 22:00", "06:00", taipei(2026, 11, 24, 6)),
        ("2026-11-23 07:00", "15:00", taipei(2026, 11, 23, 15)),
        ("2026-12-31 23:30", "0:15", taipei(2027, 1, 1, 0, 15)),
        ("2026/11/23 15:00:00", "2026/11/23 23:00:00", taipei(2026, 11, 23, 23)),
        ("2026/1/3 8:00", "2026/1/3 16:00", taipei(2026, 1, 3, 16)),
        ("2026-11-23T06:00", "22:00", taipei(2026, 11, 23, 22)),
        ("2026-11-23T22:00:00+08:00", "2026-11-23T22:00:00Z", taipei(2026, 11, 24, 6)),
        ("2026-11-23T23:00+09:00", "06:00", taipei(2026, 11, 24, 6)),
    ],
)
def test_times_as_spreadsheets_write_them(start, end, until):
    (line,) = read_shifts(f"{HEAD}1,A,{start},{end}\n".encode())
    assert line.ends_at == until


def test_a_spreadsheet_of_taiwan_with_chinese_headers_in_its_own_order_and_byte_order_mark():
    text = "開始,結束,員工編號, 店號 \n2026-11-23 22:00,06:00, F0023 ,10231\n"
    (line,) = read_shifts(text.encode("utf-8-sig"))
    assert (line.store, line.employee_number) == ("10231", "F0023")


GOOD = "1,A,2026-11-23 22:00,06:00\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "第 1 行看不懂"),
        ("store,employee_number,start\n1,A,2026-11-23 22:00\n", "第 1 行看不懂"),
        ("store,store,employee_number,start,end\n", "第 1 行看不懂"),
        ("store,employee_number,start,end,note\n", "第 1 行看不懂"),
        (HEAD, "沒有任何班"),
        (HEAD + GOOD + "1,B,2026-11-23 22:00\n", "第 3 行要剛好四格"),
        (HEAD + "1,B,2026-11-23 22:00,06:00,x\n", "第 2 行要剛好四格"),
        (HEAD + ",B,2026-11-23 22:00,06:00\n", "第 2 行的 store"),
        (HEAD + "1,,2026-11-23 22:00,06:00\n", "第 2 行的 employee_number"),
        (HEAD + f"{'9' * 17},B,2026-11-23 22:00,06:00\n", "第 2 行的 store 要有 1 到 16"),
        (HEAD + "1,B\x00,2026-11-23 22:00,06:00\n", "控制字元"),
        (HEAD + "1,B,2026-11-31 22:00,06:00\n", "第 2 行的 start「2026-11-31 22:00」看不懂"),
        (HEAD + "1,B,2026-11-23 25:00,06:00\n", "第 2 行的 start"),
        (HEAD + "1,B,2026-11-23,06:00\n", "第 2 行的 start"),
        (HEAD + "1,B,２０２６-11-23 22:00,06:00\n", "第 2 行的 start"),
        (HEAD + "1,B,0001-01-01 00:00,06:00\n", "第 2 行的 start"),
        (HEAD + "1,B,2026-11-23 22:00:30,06:00\n", "第 2 行的 start"),
        (HEAD + "1,B,2026-11-23T22:00+25:00,06:00\n", "第 2 行的 start"),
        (HEAD + "1,B,0001-01-01T00:00+08:00,06:00\n", "第 2 行的 start"),
        (HEAD + "1,B,2026-11-23 22:00,24:00\n", "第 2 行的 end「24:00」"),
        (HEAD + "1,B,2026-11-23 22:00,tomorrow\n", "第 2 行的 end"),
        (HEAD + "1,B,2026-11-23 22:00,2026-11-23 22:00\n", "第 2 行的結束要晚於開始"),
        (HEAD + "1,B,2026-11-23 22:00,2026-11-23 06:00\n", "第 2 行的結束要晚於開始"),
        (HEAD + "1,B,2026-11-23 22:00,22:00\n", "最長 16 小時"),
        (HEAD + "1,B,2026-11-23 06:00,22:01\n", "最長 16 小時"),
        (HEAD + GOOD + GOOD, "第 3 行和第 2 行是同一個人"),
        (HEAD + "2,A,2026-11-24 05:59,12:00\n" + GOOD, "第 2 行和第 3 行是同一個人"),
        (HEAD + '1,"A,2026-11-23 22:00,06:00\n', "不是正確的 CSV"),
    ],
)
def test_what_cannot_be_taken_is_named_by_line(text, said):
    with pytest.raises(ShiftsError, match=said):
        read_shifts(text.encode())


def test_one_shift_may_begin_when_the_other_ends_and_two_persons_stand_together():
    text = HEAD + GOOD + "1,B,2026-11-23 22:00,06:00\n1,A,2026-11-24 06:00,14:00\n"
    assert len(read_shifts(text.encode())) == 3


def test_a_plan_of_years_is_refused_by_its_length():
    text = HEAD + "".join(f"1,P{n},2026-11-23 22:00,06:00\n" for n in range(20_001))
    with pytest.raises(ShiftsError, match="20000"):
        read_shifts(text.encode())


def test_big5_is_named_for_what_it_is():
    with pytest.raises(ShiftsError, match="UTF-8"):
        read_shifts("店號,員工編號,開始,結束\n".encode("big5"))


def test_the_reader_and_the_table_have_one_longest_shift():
    assert shift.LONGEST == LONGEST


@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(str.encode)
    | st.text(max_size=60).map(lambda t: (HEAD + t).encode())
)
def test_whatever_is_handed_in_is_read_or_refused(data):
    told: object
    try:
        told = read_shifts(data)
    except ShiftsError as refusal:
        told = str(refusal)
    assert told


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=12
)
FIRST, LAST = taipei(2020, 1, 1).replace(tzinfo=None), taipei(2098, 12, 31).replace(tzinfo=None)
starts = st.datetimes(FIRST, LAST).map(lambda at: at.replace(second=0, microsecond=0))
lengths = st.integers(1, 16 * 60).map(lambda minutes: timedelta(minutes=minutes))


@given(
    st.lists(st.tuples(words, words, starts, lengths), min_size=1, max_size=8, unique_by=lambda row: row[1]),
    st.booleans(),
)
def test_what_was_written_is_read_back_with_or_without_the_day_of_the_end(rows, short):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["店號", "員工編號", "開始", "結束"])
    for store, number, start, length in rows:
        end = start + length
        writer.writerow(
            [store, number, f"{start:%Y-%m-%d %H:%M}", f"{end:%H:%M}" if short else f"{end:%Y/%m/%d %H:%M}"]
        )
    read = read_shifts(out.getvalue().encode())
    assert [
        (s.store, s.employee_number, s.starts_at.replace(tzinfo=None), s.ends_at - s.starts_at) for s in read
    ] == rows
