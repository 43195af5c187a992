"""What can be asked of a plan, checked before it starts: quotas that fit into their periods, hours wider than the gap.

    check_quota(*, per_store: int, per_shift: int, occurrences: int, bands: int, period: str = "") -> None
    check_hours(*, hours_from: time, hours_until: time, gap_minutes: int, needs_seconds: int) -> None
    foreseen(rule: Recurrence, start: date, kind: PeriodKind, since: date, until: date) -> list[Foreseen]
    check_foreseen(foreseen: Iterable[Foreseen], *, per_store: int, per_shift: int, bands: int) -> None
    quota_of(foreseen: Foreseen, per_store: int) -> int

What a check refuses is an ImpossibleQuota. A period in which the rule has no occurrence asks for nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby

from drills.rules.calendar import DAY, Period, PeriodKind, period_of
from drills.rules.recurrence import Recurrence, occurrences, upcoming

LEAST_GAP = 61
"""Minutes: over an hour from every other drill of a shift, as the rules of fire drills have it."""


class ImpossibleQuota(ValueError):
    """The plan asks for what cannot be. The text says what to do; `part` names the field that is to be changed."""

    def __init__(self, message: str, part: str) -> None:
        super().__init__(message)
        self.part = part


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A period with the occurrences that a rule has in it. `whole` where the plan covers it from its first day to its
    last; of one that is covered in part, less can be asked."""

    period: Period
    occurrences: tuple[date, ...]
    whole: bool


def check_quota(*, per_store: int, per_shift: int, occurrences: int, bands: int, period: str = "") -> None:
    """Raise ImpossibleQuota where a store cannot have `per_store` drills in a period with so many occurrences, and no
    more than `per_shift` of them in one of `bands` bands. `period` is how the text calls it."""
    if per_store < 1 or per_shift < 1:
        raise ImpossibleQuota("次數要從 1 開始。", "per_store" if per_store < 1 else "per_shift")
    if per_store > occurrences:
        raise ImpossibleQuota(
            f"{period or '一個期間'}只有 {occurrences} 個演練日，排不下每家門市 {per_store} 次。"
            "請減少次數，或讓重複規則密一點。",
            "per_store",
        )
    if per_store > per_shift * bands:
        raise ImpossibleQuota(
            f"演練的鐘點只碰到 {bands} 個時段，每個時段最多 {per_shift} 次，排不下每家門市 {per_store} 次。"
            "請減少次數、放寬鐘點，或提高每個時段的上限。",
            "per_shift",
        )


def check_hours(*, hours_from: time, hours_until: time, gap_minutes: int, needs_seconds: int) -> None:
    """Raise ImpossibleQuota where the gap is under an hour, or where a day's hours are not longer than gap and drill:
    then one drill of another plan would close them, and their time could be guessed. A whole day is long enough."""
    if gap_minutes < LEAST_GAP:
        raise ImpossibleQuota(f"兩次演練至少要隔 {LEAST_GAP} 分鐘，請把間隔調長。", "gap_minutes")
    wide, needed = _length(hours_from, hours_until), timedelta(minutes=gap_minutes, seconds=needs_seconds)
    if wide <= needed and wide < DAY:
        raise ImpossibleQuota(
            f"演練的鐘點一天只有 {wide // timedelta(minutes=1)} 分鐘，間隔加上演練就要"
            f" {-(-needed // timedelta(minutes=1))} 分鐘，時間會被猜到，也可能排不進去。請放寬鐘點，或縮短間隔。",
            "hours_until",
        )


def _length(hours_from: time, hours_until: time) -> timedelta:
    minutes = [hour.hour * 60 + hour.minute for hour in (hours_from, hours_until)]
    return timedelta(minutes=(minutes[1] - minutes[0] - 1) % 1440 + 1)


def foreseen(rule: Recurrence, start: date, kind: PeriodKind, since: date, until: date) -> list[Foreseen]:
    """The periods from that of `since` to that of `until` in which the rule has occurrences, with all of these."""
    begins, ends = max(period_of(since, kind).begins, start), period_of(until, kind).ends
    days = occurrences(rule, start, begins, ends)
    grouped = groupby(days, key=lambda day: period_of(day, kind))
    return [Foreseen(period, tuple(days), _whole(rule, start, period)) for period, days in grouped]


def _whole(rule: Recurrence, start: date, period: Period) -> bool:
    """Whether the plan has begun before the period and goes on after it."""
    return start <= period.begins and bool(upcoming(rule, start, period.ends + DAY, 1))


def check_foreseen(foreseen: Iterable[Foreseen], *, per_store: int, per_shift: int, bands: int) -> None:
    """Raise ImpossibleQuota where one of these periods, covered as a whole, cannot hold the quota."""
    for one in foreseen:
        fits = per_store if one.whole else quota_of(one, per_store)
        check_quota(
            per_store=fits,
            per_shift=per_shift,
            occurrences=len(one.occurrences),
            bands=bands,
            period=named(one.period),
        )


def quota_of(foreseen: Foreseen, per_store: int) -> int:
    """How many drills a store has in a period: `per_store`, or as many as there are occurrences where the plan covers
    the period in part."""
    return per_store if foreseen.whole else min(per_store, len(foreseen.occurrences))


def named(period: Period) -> str:
    """How people call a period: 「2026 年第 4 季」, 「2026 年 11 月」."""
    if period.begins.month == period.ends.month:
        return f"{period.begins.year} 年 {period.begins.month} 月"
    return f"{period.begins.year} 年第 {period.ends.month // 3} 季"
