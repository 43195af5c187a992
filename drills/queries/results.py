"""What a call came to, for the one who answered it."""

from dataclasses import dataclass

from content.models import script_of
from content.script import Script
from drills.models import Call


@dataclass(frozen=True)
class Met:
    """One expected action: its node's kind (`channel` and `report` where the script names it so), by when in seconds,
    whether the drill fails without it, and what became of it: `met`, `late`, `not_done` or `skipped`."""

    kind: str
    by: int
    critical: bool
    state: str


@dataclass(frozen=True)
class Result:
    """What a call came to. Seconds count from the sending; None where it did not come so far."""

    result: str
    response_seconds: int | None
    first_correct_seconds: int | None
    report_seconds: int | None
    phone_timed: bool
    target_seconds: int
    standards: tuple[Met, ...]


def result_of(call: Call) -> Result:
    """What `call` (with its run) came to so far."""
    script = script_of(call.run.edition_id)
    return Result(
        result=call.result,
        response_seconds=call.seconds_until(call.acknowledged_at),
        first_correct_seconds=call.seconds_until(call.first_correct_at),
        report_seconds=call.seconds_until(call.reported_at),
        phone_timed=call.phone_timed,
        target_seconds=call.run.target_seconds,
        standards=_standards(call, script),
    )


def _standards(call: Call, script: Script) -> tuple[Met, ...]:
    drill = script.drill
    if drill is None or not call.standards:
        return ()
    named = {drill.channel: "channel", drill.report: "report"}
    return tuple(
        Met(named.get(each.node, script.nodes[each.node].kind), each.by, each.critical, call.standards[each.node])
        for each in drill.standards
        if each.node in call.standards
    )
