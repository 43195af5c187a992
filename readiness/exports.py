"""What stands in the exported lists: their heads and rows, in the words of the pages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from readiness.queries import PersonLine, StoreLine


@dataclass(frozen=True)
class Sheet:
    """One list on its way out; `rows` may be read once."""

    head: Sequence[str]
    rows: Iterator[Sequence[str]]


def people_sheet(lines: Iterable[PersonLine]) -> Sheet:
    head = [
        _("區域"),
        _("店號"),
        _("門市"),
        _("員工編號"),
        _("姓名"),
        _("職務"),
        _("狀態"),
        _("原因"),
        _("有效到"),
        _("期限"),
        _("最近演練"),
        _("演練結果"),
    ]
    states = {"ready": _("準備好"), "expiring": _("快到期"), "not_ready": _("還沒")}
    reasons = {
        "certified": _("證書有效"),
        "expiring": _("證書快到期，請安排複訓"),
        "expired": _("證書過期了"),
        "in_progress": _("課程進行中，還沒走完"),
        "overdue": _("課程過了期限還沒走完"),
        "not_begun": _("課程還沒開始"),
        "nothing_asked": _("公司還沒指派課程"),
    }
    drilled = {"passed": _("通過"), "failed": _("還沒過"), "missed": _("錯過了")}
    return Sheet(head, (_person(line, states, reasons, drilled) for line in lines))


def stores_sheet(stores: Iterable[StoreLine]) -> Sheet:
    head = [_("區域"), _("店號"), _("門市"), _("人數"), _("準備好"), _("快到期"), _("還沒"), _("今晚")]
    nights = {"covered": _("有人接得住"), "uncovered": _("沒有人"), "unplanned": _("沒有班表")}
    return Sheet(head, ([*_store(store), nights[store.tonight]] for store in stores))


def _person(line: PersonLine, states: dict[str, str], reasons: dict[str, str], drilled: dict[str, str]) -> list[str]:
    clerk, drill = line.clerk, line.clerk.drill
    until, due = (day.isoformat() if day else "" for day in (clerk.valid_until, clerk.due_on))
    who = [line.region, line.store_code, line.store, clerk.employee_number, clerk.name, clerk.job]
    last = [drill.on.isoformat(), drilled[drill.result]] if drill else ["", ""]
    return [*who, states[clerk.state], reasons[clerk.reason], until, due, *last]


def _store(store: StoreLine) -> list[str]:
    counted = store.tally
    numbers = (counted.total, counted.able, counted.expiring, counted.not_ready)
    return [store.region, store.code, store.name, *map(str, numbers)]
