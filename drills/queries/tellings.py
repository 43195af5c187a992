"""What people are told of drills, and under which keys. `people.notices.texts` has the sentences."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from drills.models import Run, StoreDrill
from drills.models.calls import PATIENCE
from people.models import Posting, Role
from people.notices.alerts import Round
from people.notices.telling import Telling
from people.shifts.rules import SHOP, shop_day

STANDS = timedelta(days=14)
"""How long the inbox says that a drill was missed, or that nobody answered."""

CALL = "drill_call"
"""Whence the alert of a call comes: every message of it carries `drill_call:<call>:<reach>`, once."""

MINUTES = PATIENCE // timedelta(minutes=1)


class Called(NamedTuple):
    """A call as a statement gives it back: its pk, its person (pk), its store drill (pk), whether it is a make-up."""

    pk: UUID
    person_id: int
    store_drill_id: int
    makeup: bool


def call_path(call: UUID | str) -> str:
    """Where a call is answered."""
    return f"/drill/{call}/"


def missed_key(call: UUID) -> str:
    """Under which is told, once, that a call was missed."""
    return f"drill_missed:{call}"


def calling(calls: str, persons: str, *, makeup: bool, at: datetime) -> Round:
    """That a drill begins: these calls, for these persons (pks, with commas between); over with the patience."""
    return Round(CALL, kind_of(makeup=makeup), persons, calls, at + PATIENCE)


def reminding(unanswered: Sequence[Called], at: datetime) -> list[Round]:
    """The same once more, to those who have not acknowledged."""
    return [
        calling(_listed(one.pk for one in mine), _listed(one.person_id for one in mine), makeup=makeup, at=at)
        for makeup in (False, True)
        if (mine := [one for one in unanswered if one.makeup is makeup])
    ]


def _listed(parts: Iterable[object]) -> str:
    return ",".join(map(str, parts))


def kind_of(*, makeup: bool) -> str:
    return "drill_makeup" if makeup else "drill_call"


def missing(run: Run, missed: Iterable[Called], at: datetime) -> list[Telling]:
    """That a drill was missed."""
    return [
        Telling(
            one.person_id,
            "drill_makeup_missed" if one.makeup else "drill_missed",
            missed_key(one.pk),
            _drill(run),
            call_path(one.pk),
            at + STANDS,
        )
        for one in missed
    ]


def escalating(run: Run, drills: Sequence[StoreDrill], at: datetime) -> list[Telling]:
    """That nobody of a store has acknowledged: to those who manage it now. One query."""
    managers: dict[int, list[int]] = {}
    held = Posting.objects.alive(at).filter(role=Role.MANAGER, store__in=[drill.store_id for drill in drills])
    for store, person in held.values_list("store_id", "person_id").distinct():
        managers.setdefault(store, []).append(person)
    data = {**_drill(run), "minutes": MINUTES // 2}
    return [
        Telling(
            person,
            "drill_escalated",
            f"drill_escalated:{drill.pk}:{person}",
            {**data, "store": drill.store.name},
            f"/board/drills/{drill.pk}/",
            at + STANDS,
        )
        for drill in drills
        for person in sorted(managers.get(drill.store_id, ()))
    ]


def announcing(run: Run, drill: StoreDrill, persons: Iterable[int]) -> list[Telling]:
    """When an announced drill is: told anew where its moment has moved, and what was told before is over then."""
    if drill.at is None:
        return []
    clock = drill.at.astimezone(SHOP)
    data = {
        **_drill(run),
        "store": drill.store.name,
        "day_on": shop_day(drill.at).isoformat(),
        "clock": f"{clock:%H:%M}",
    }
    told = f"drill_announced:{drill.pk}:"
    key, over = f"{told}{clock:%Y%m%d%H%M}", drill.at + PATIENCE
    return [Telling(pk, "drill_announced", f"{key}:{pk}", data, "/", over, instead_of=told) for pk in sorted(persons)]


def _drill(run: Run) -> dict[str, Any]:
    return {"drill": run.plan.script.titles}
