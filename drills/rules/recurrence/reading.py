"""A rule as somebody writes it, read strictly: whatever is not understood for certain is refused by its name."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, get_args

from drills.rules.recurrence.days import comes
from drills.rules.recurrence.model import WEEKDAYS, Frequency, Recurrence, Weekday, WrongRule

LONGEST = 200
MOST_INTERVAL = {"DAILY": 366, "WEEKLY": 52, "MONTHLY": 12}
MOST_COUNT = 1000
NUMBER = re.compile(r"[+-]?\d{1,9}", re.ASCII)
WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
DAY = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)

FOR_FREQUENCY = "每天 FREQ=DAILY、每週 FREQ=WEEKLY、每月 FREQ=MONTHLY"


def parse(text: str) -> Recurrence:
    """The rule that a text such as `FREQ=MONTHLY;BYDAY=2TU` is, with or without `RRULE:` before it.

    Raises WrongRule, naming the part, where a part is unknown, written twice, senseless or at odds with another, and
    where no day of any year is meant. Whether it occurs from a certain start on says `check`.
    """
    parts = _parts(text)
    if "FREQ" not in parts:
        raise WrongRule(f"規則少了 FREQ，請寫出多久一次：{FOR_FREQUENCY}。", "FREQ")
    rule = Recurrence(**{FIELDS[name]: READERS[name](name, value) for name, value in parts.items()})
    _refuse_at_odds(rule)
    if not comes(rule):
        part = "BYMONTHDAY" if rule.by_month_day else "BYDAY"
        raise WrongRule(f"{part}={parts[part]} 指的那一天永遠不會到，請改成月曆上有的日子。", part)
    return rule


def _parts(text: str) -> dict[str, str]:
    """The parts by name, in capitals. Raises WrongRule."""
    whole = text.strip().upper().removeprefix("RRULE:")
    if not whole:
        raise WrongRule("請寫出多久演練一次，例如 FREQ=MONTHLY;BYDAY=2TU（每月第二個星期二）。")
    if len(whole) > LONGEST:
        raise WrongRule(f"規則太長了，請寫在 {LONGEST} 個字以內。")
    parts: dict[str, str] = {}
    for piece in whole.removesuffix(";").split(";"):
        name, equals, value = piece.partition("=")
        if name not in READERS:
            raise WrongRule(f"規則裡的「{name[:20]}」不能用，請拿掉。可以用的只有 {'、'.join(READERS)}。", name)
        if not equals or not value:
            raise WrongRule(f"{name} 後面要接等號和內容，例如 {EXAMPLES[name]}。", name)
        if name in parts:
            raise WrongRule(f"{name} 寫了兩次，請只留一個。", name)
        parts[name] = value
    return parts


def _frequency(name: str, value: str) -> str:
    if value not in get_args(Frequency):
        raise WrongRule(f"FREQ={value[:20]} 不能用，請改成{FOR_FREQUENCY}。", name)
    return value


def _number(name: str, value: str) -> int:
    if not NUMBER.fullmatch(value):
        raise WrongRule(f"{name} 裡的「{value[:20]}」不是數字，請寫成像 {EXAMPLES[name]} 這樣。", name)
    return int(value)


def _list(read: Callable[[str, str], Any]) -> Callable[[str, str], tuple[Any, ...]]:
    """Reads what is separated by commas; what is written twice is refused."""

    def read_all(name: str, value: str) -> tuple[Any, ...]:
        found = [read(name, item) for item in value.split(",")]
        if len(set(found)) < len(found):
            raise WrongRule(f"{name}={value} 裡有一個寫了兩次，請只留一個。", name)
        return tuple(sorted(found))

    return read_all


def _count(name: str, value: str) -> int:
    count = _number(name, value)
    if not 1 <= count <= MOST_COUNT:
        raise WrongRule(f"COUNT 要在 1 到 {MOST_COUNT} 之間；沒有次數限制就不用寫。", name)
    return count


def _interval(name: str, value: str) -> int:
    interval = _number(name, value)
    if interval < 1:
        raise WrongRule("INTERVAL 要從 1 開始；1 就是每一次都要。", name)
    return interval


def _month(name: str, value: str) -> int:
    month = _number(name, value)
    if not 1 <= month <= 12:
        raise WrongRule(f"BYMONTH 裡的 {value} 不是月份，請寫 1 到 12。", name)
    return month


def _month_day(name: str, value: str) -> int:
    day = _number(name, value)
    if not 1 <= abs(day) <= 31:
        raise WrongRule(f"BYMONTHDAY 裡的 {value} 不是日期，請寫 1 到 31，或從月底倒數 -1 到 -31。", name)
    return day


def _weekday(name: str, value: str) -> Weekday:
    match = WEEKDAY.fullmatch(value)
    nth = int(match[1] or 0) if match else 0
    if not match or (match[1] and not 1 <= abs(nth) <= 5):
        raise WrongRule(
            f"BYDAY 裡的「{value[:20]}」看不懂，請寫 {'、'.join(WEEKDAYS)}，前面可以加第幾個（1 到 5，或 -1 到 -5）。",
            name,
        )
    return Weekday(nth, WEEKDAYS.index(match[2]))


def _until(name: str, value: str) -> date:
    match = DAY.fullmatch(value)
    try:
        return date(*(int(group) for group in match.groups())) if match else date.fromisoformat("")
    except ValueError as error:
        message = f"UNTIL 裡的「{value[:20]}」不是日期，請只寫年月日八個數字，例如 20270630。"
        raise WrongRule(message, name) from error


def _refuse_at_odds(rule: Recurrence) -> None:
    """Raise WrongRule where parts do not go together."""
    if rule.interval > MOST_INTERVAL[rule.freq]:
        raise WrongRule(
            f"INTERVAL={rule.interval} 太久了，FREQ={rule.freq} 最多寫 {MOST_INTERVAL[rule.freq]}，也就是一年一次。",
            "INTERVAL",
        )
    if rule.count is not None and rule.until is not None:
        raise WrongRule("COUNT 和 UNTIL 只能寫一個：做幾次，或做到哪一天。", "COUNT")
    if rule.freq == "WEEKLY" and rule.by_month_day:
        raise WrongRule("FREQ=WEEKLY 不能配 BYMONTHDAY，請改用 FREQ=MONTHLY，或拿掉 BYMONTHDAY。", "BYMONTHDAY")
    nths = {day.nth != 0 for day in rule.by_day}
    if True in nths and rule.freq != "MONTHLY":
        raise WrongRule(f"BYDAY 裡的第幾個只能配 FREQ=MONTHLY；FREQ={rule.freq} 請只寫星期幾。", "BYDAY")
    if len(nths) > 1:
        raise WrongRule("BYDAY 裡要不就每一個都寫第幾個，要不就都不寫。", "BYDAY")


READERS: dict[str, Callable[[str, str], Any]] = {
    "FREQ": _frequency,
    "INTERVAL": _interval,
    "BYDAY": _list(_weekday),
    "BYMONTHDAY": _list(_month_day),
    "BYMONTH": _list(_month),
    "COUNT": _count,
    "UNTIL": _until,
}
FIELDS = {
    "FREQ": "freq",
    "INTERVAL": "interval",
    "BYDAY": "by_day",
    "BYMONTHDAY": "by_month_day",
    "BYMONTH": "by_month",
    "COUNT": "count",
    "UNTIL": "until",
}
EXAMPLES = {
    "FREQ": "FREQ=MONTHLY",
    "INTERVAL": "INTERVAL=2",
    "BYDAY": "BYDAY=2TU",
    "BYMONTHDAY": "BYMONTHDAY=1,15",
    "BYMONTH": "BYMONTH=3,9",
    "COUNT": "COUNT=6",
    "UNTIL": "UNTIL=20270630",
}
