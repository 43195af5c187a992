"""Rules in words."""

import pytest
from hypothesis import given

from drills.rules.recurrence import described, parse
from tests.drills.rules.recurrence.rules import rules


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FREQ=DAILY;COUNT=1", "只有一場"),
        ("FREQ=DAILY", "每天"),
        ("FREQ=DAILY;INTERVAL=2", "每 2 天"),
        ("FREQ=DAILY;BYDAY=SA,SU", "每個星期六、星期日"),
        ("FREQ=DAILY;INTERVAL=3;BYDAY=MO", "每 3 天，只算星期一"),
        ("FREQ=DAILY;BYMONTHDAY=-1,1", "每天，只算 1 日、最後一天"),
        ("FREQ=DAILY;BYMONTH=3,9;BYDAY=MO", "每年 3 月、9 月裡，每個星期一"),
        ("FREQ=WEEKLY", "每週，和開始日同一個星期幾"),
        ("FREQ=WEEKLY;INTERVAL=2", "每 2 週，和開始日同一個星期幾"),
        ("FREQ=WEEKLY;BYDAY=TH,MO", "每個星期一、星期四"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=6", "每 2 週的星期一，共 6 次"),
        ("FREQ=MONTHLY", "每月，和開始日同一天"),
        ("FREQ=MONTHLY;INTERVAL=2", "每 2 個月，和開始日同一天"),
        ("FREQ=MONTHLY;BYDAY=2TU", "每月第二個星期二"),
        ("FREQ=MONTHLY;BYDAY=-1FR,2TU", "每月第二個星期二、最後一個星期五"),
        ("FREQ=MONTHLY;BYDAY=-2FR", "每月倒數第二個星期五"),
        ("FREQ=MONTHLY;BYDAY=MO", "每月的每個星期一"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO", "每 3 個月的第一個星期一"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "每月 1 日、15 日"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1,-2", "每月倒數第 2 天、最後一天"),
        ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "每月 13 日，只算星期五"),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29", "每年 2 月 29 日"),
        ("FREQ=MONTHLY;BYMONTH=3,9;BYMONTHDAY=1", "每年 3 月、9 月的 1 日"),
        ("FREQ=MONTHLY;BYMONTH=9;UNTIL=20280930", "每年 9 月，和開始日同一天，到 2028 年 9 月 30 日為止"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTH=2;BYDAY=1MO", "每 2 個月（只算 2 月）的第一個星期一"),
    ],
)
def test_a_rule_is_said_as_people_say_it(text, words):
    assert described(parse(text)) == words


@given(rules)
def test_every_rule_has_words(rule):
    assert described(rule).startswith("每") or described(rule) == "只有一場"
