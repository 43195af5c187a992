"""Rules as people write them."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drills.rules.recurrence import Recurrence, Weekday, WrongRule, parse
from drills.rules.recurrence.days import comes
from tests.drills.rules.recurrence.rules import rules


@given(rules.filter(comes))
def test_a_rule_is_read_as_it_is_written(rule):
    assert parse(str(rule)) == rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("FREQ=DAILY", Recurrence("DAILY")),
        (" RRULE:freq=weekly;byday=th,mo ", Recurrence("WEEKLY", by_day=(Weekday(0, 0), Weekday(0, 3)))),
        ("BYDAY=+2TU;FREQ=MONTHLY;", Recurrence("MONTHLY", by_day=(Weekday(2, 1),))),
        (
            "FREQ=MONTHLY;INTERVAL=03;BYMONTHDAY=15,-1,1;BYMONTH=9,3;UNTIL=20270630",
            Recurrence("MONTHLY", 3, (), (-1, 1, 15), (3, 9), None, date(2027, 6, 30)),
        ),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29;COUNT=2", Recurrence("MONTHLY", 1, (), (29,), (2,), 2)),
    ],
)
def test_what_is_allowed(text, rule):
    assert parse(text) == rule


@pytest.mark.parametrize(
    ("text", "part", "says"),
    [
        ("", "", "請寫出多久演練一次"),
        ("RRULE:", "", "請寫出多久演練一次"),
        ("FREQ=DAILY;BYMONTH=" + ",".join(["1"] * 200), "", "太長了"),
        ("每天", "每天", "「每天」不能用"),
        ("FREQ", "FREQ", "例如 FREQ=MONTHLY"),
        ("FREQ=", "FREQ", "例如 FREQ=MONTHLY"),
        ("FREQ=DAILY;;COUNT=2", "", "不能用"),
        ("INTERVAL=2", "FREQ", "少了 FREQ"),
        ("FREQ=YEARLY", "FREQ", "FREQ=YEARLY 不能用"),
        ("FREQ=HOURLY", "FREQ", "FREQ=HOURLY 不能用"),
        ("FREQ=DAILY;FREQ=DAILY", "FREQ", "寫了兩次"),
        *((f"FREQ=DAILY;{name}=1", name, f"「{name}」不能用") for name in (
            "BYSETPOS", "BYHOUR", "BYMINUTE", "BYSECOND", "BYYEARDAY", "BYWEEKNO", "BYEASTER", "WKST", "DTSTART",
        )),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL", "從 1 開始"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL", "從 1 開始"),
        ("FREQ=DAILY;INTERVAL=二", "INTERVAL", "不是數字"),
        ("FREQ=DAILY;INTERVAL=２", "INTERVAL", "不是數字"),
        ("FREQ=DAILY;INTERVAL=367", "INTERVAL", "太久了"),
        ("FREQ=WEEKLY;INTERVAL=53", "INTERVAL", "太久了"),
        ("FREQ=MONTHLY;INTERVAL=13", "INTERVAL", "太久了"),
        ("FREQ=DAILY;COUNT=0", "COUNT", "1 到 1000"),
        ("FREQ=DAILY;COUNT=1001", "COUNT", "1 到 1000"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", "COUNT", "只能寫一個"),
        ("FREQ=DAILY;UNTIL=20270229", "UNTIL", "不是日期"),
        ("FREQ=DAILY;UNTIL=2027-02-28", "UNTIL", "不是日期"),
        ("FREQ=DAILY;UNTIL=20270228T000000Z", "UNTIL", "只寫年月日"),
        ("FREQ=DAILY;BYMONTH=13", "BYMONTH", "不是月份"),
        ("FREQ=DAILY;BYMONTH=-1", "BYMONTH", "不是月份"),
        ("FREQ=DAILY;BYMONTH=1,1", "BYMONTH", "寫了兩次"),
        ("FREQ=DAILY;BYMONTH=1,", "BYMONTH", "不是數字"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY", "不是日期"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY", "不是日期"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,+1", "BYMONTHDAY", "寫了兩次"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY", "FREQ=MONTHLY"),
        ("FREQ=WEEKLY;BYDAY=MON", "BYDAY", "看不懂"),
        ("FREQ=WEEKLY;BYDAY=星期一", "BYDAY", "看不懂"),
        ("FREQ=WEEKLY;BYDAY=MO,MO", "BYDAY", "寫了兩次"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY", "只能配 FREQ=MONTHLY"),
        ("FREQ=DAILY;BYDAY=-1MO", "BYDAY", "只能配 FREQ=MONTHLY"),
        ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY", "看不懂"),
        ("FREQ=MONTHLY;BYDAY=6MO", "BYDAY", "看不懂"),
        ("FREQ=MONTHLY;BYDAY=MO,1TU", "BYDAY", "要不就"),
        ("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2", "BYMONTHDAY", "永遠不會到"),
        ("FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2", "BYMONTHDAY", "永遠不會到"),
        ("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4,6,9,11", "BYMONTHDAY", "永遠不會到"),
        ("FREQ=MONTHLY;BYMONTHDAY=-30;BYMONTH=2", "BYMONTHDAY", "永遠不會到"),
        ("FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=2TU", "BYMONTHDAY", "永遠不會到"),
    ],
)  # fmt: skip
def test_what_is_refused_is_named(text, part, says):
    with pytest.raises(WrongRule) as refused:
        parse(text)
    assert refused.value.part == part
    assert says in str(refused.value)
    assert str(refused.value).endswith("。")


@given(st.text(max_size=60) | st.text("FREQ=DAILY;BYMOTHWSU0123-+,", max_size=60))
def test_whatever_is_written_is_a_rule_or_refused(text):
    with suppress(WrongRule):
        assert parse(str(parse(text))) == parse(text)


@given(st.lists(st.sampled_from(["FREQ=MONTHLY", "FREQ=DAILY", "BYDAY=1MO", "BYMONTHDAY=31", "BYMONTH=2", "COUNT=3"])))
def test_parts_in_whatever_order_are_a_rule_or_refused(parts):
    with suppress(WrongRule):
        assert comes(parse(";".join(parts)))
