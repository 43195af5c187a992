"""A rule in words, as the preview shows it before a plan starts."""

from collections.abc import Sequence

from drills.rules.recurrence.model import Recurrence, Weekday

WEEKDAY_NAMES = "一二三四五六日"
NUMERALS = "一二三四五"
ONCE = Recurrence("DAILY", count=1)


def described(rule: Recurrence) -> str:
    """What the rule says, in Chinese: 「每月第二個星期二，共 6 次」."""
    if rule == ONCE:
        return "只有一場"
    return "".join([_every(rule), _end(rule)])


def _every(rule: Recurrence) -> str:
    if rule.freq == "MONTHLY":
        return _monthly(rule)
    months = f"每年 {_months(rule.by_month)}裡，" if rule.by_month else ""
    return months + (_weekly(rule) if rule.freq == "WEEKLY" else _daily(rule))


def _daily(rule: Recurrence) -> str:
    if rule.interval == 1 and rule.by_day and not rule.by_month_day:
        return f"每個{_weekdays(rule.by_day)}"
    every = "每天" if rule.interval == 1 else f"每 {rule.interval} 天"
    only = [_month_days(rule.by_month_day), _weekdays(rule.by_day)]
    return every + "".join(_joined("，只算", limit) for limit in only if limit)


def _weekly(rule: Recurrence) -> str:
    if not rule.by_day:
        every = "每週" if rule.interval == 1 else f"每 {rule.interval} 週"
        return f"{every}，和開始日同一個星期幾"
    if rule.interval == 1:
        return f"每個{_weekdays(rule.by_day)}"
    return f"每 {rule.interval} 週的{_weekdays(rule.by_day)}"


def _monthly(rule: Recurrence) -> str:
    days, weekdays = _month_days(rule.by_month_day), _weekdays(rule.by_day)
    if days:
        return _joined(_in_months(rule), days) + (f"，只算{weekdays}" if weekdays else "")
    if not weekdays:
        return f"{_in_months(rule).removesuffix('的')}，和開始日同一天"
    if rule.by_day[0].nth:
        return _in_months(rule) + weekdays
    return f"{_in_months(rule).removesuffix('的')}的每個{weekdays}"


def _in_months(rule: Recurrence) -> str:
    """In which months the days count; 「的」 where the days would run into a list or a number."""
    if rule.interval > 1:
        return f"每 {rule.interval} 個月" + (f"（只算 {_months(rule.by_month)}）" if rule.by_month else "") + "的"
    if rule.by_month:
        return f"每年 {_months(rule.by_month)}" + ("的" if len(rule.by_month) > 1 else "")
    return "每月"


def _joined(before: str, after: str) -> str:
    """A space between Chinese and a number."""
    return f"{before} {after}" if after[0].isdigit() else before + after


def _months(months: Sequence[int]) -> str:
    return "、".join(f"{month} 月" for month in months)


def _month_days(days: Sequence[int]) -> str:
    """From the first to the last of a month: 1, 15, -2, -1."""
    return "、".join(_month_day(day) for day in sorted(days, key=lambda day: (day < 0, day)))


def _month_day(day: int) -> str:
    if day == -1:
        return "最後一天"
    return f"{day} 日" if day > 0 else f"倒數第 {-day} 天"


def _weekdays(days: Sequence[Weekday]) -> str:
    """From the first to the last of a month; those of each week from Monday on."""
    in_order = sorted(days, key=lambda day: (day.nth < 0, day))
    return "、".join(_nth(day.nth) + f"星期{WEEKDAY_NAMES[day.day]}" for day in in_order)


def _nth(nth: int) -> str:
    if nth == 0:
        return ""
    if nth == -1:
        return "最後一個"
    return f"第{NUMERALS[nth - 1]}個" if nth > 0 else f"倒數第{NUMERALS[-nth - 1]}個"


def _end(rule: Recurrence) -> str:
    if rule.count:
        return f"，共 {rule.count} 次"
    if rule.until:
        return f"，到 {rule.until.year} 年 {rule.until.month} 月 {rule.until.day} 日為止"
    return ""
