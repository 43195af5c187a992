"""The after-action review of one store drill: what was to happen, what happened, what was seen, what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from content.script import drill_texts
from drills.models import Call, CorrectiveAction, StoreDrill
from drills.rules.agreement import Agreement, agreement
from drills.rules.difficulty import Level, level_of
from people.models import Person

ROW = 12
"""Units of height that a row of the picture takes."""


@dataclass(frozen=True)
class Answered:
    """One clerk's call. Seconds count from the sending; None where it did not come so far. `makeup` is the call that
    followed a missed one."""

    name: str
    employee_number: str
    result: str
    words: str
    response_seconds: int | None
    first_correct_seconds: int | None
    report_seconds: int | None
    phone_timed: bool
    makeup: "Answered | None"


@dataclass(frozen=True)
class Line:
    """One clerk's times in the picture: `y` of the row, and where on its 100 units each moment lies, None where it did
    not come."""

    call: Answered
    y: int
    acknowledged: float | None
    first_correct: float | None
    reported: float | None


@dataclass(frozen=True)
class Ticked:
    """One line of the checklist, and what each observer marked."""

    text: str
    by: int
    critical: bool
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Review:
    """All that stands in the after-action review of one store drill."""

    drill: StoreDrill
    title: str
    objective: str
    at: datetime | None
    target_seconds: int
    level: Level
    calls: tuple[Answered, ...]
    observers: tuple[str, ...]
    checklist: tuple[Ticked, ...]
    notes: tuple[str, ...]
    agreement: Agreement | None
    lessons: tuple[str, ...]
    actions: tuple[CorrectiveAction, ...]

    @property
    def sent(self) -> int:
        return sum(call.result != "excused" for call in self.calls)

    @property
    def acknowledged(self) -> int:
        return sum(call.response_seconds is not None for call in self.calls)

    @property
    def passed(self) -> int:
        return sum(call.result == "passed" for call in self.calls)

    @property
    def over(self) -> bool:
        """Whether every first call has come to something."""
        return all(call.result for call in self.calls)

    @property
    def longest(self) -> int:
        """How many seconds the picture's 100 units stand for."""
        times = ((c.response_seconds, c.first_correct_seconds, c.report_seconds) for c in self.calls)
        return max([self.target_seconds, *(s for told in times for s in told if s is not None)])

    @property
    def target(self) -> float:
        """Where in the picture the script's target lies."""
        return round(100 * self.target_seconds / self.longest, 1)

    @property
    def lines(self) -> list[Line]:
        """The picture of times: a row for everybody who was called."""
        told = [call for call in self.calls if call.result != "excused"]
        return [
            Line(
                call,
                ROW * place,
                self._at(call.response_seconds),
                self._at(call.first_correct_seconds),
                self._at(call.report_seconds),
            )
            for place, call in enumerate(told)
        ]

    @property
    def height(self) -> int:
        return ROW * len(self.lines)

    def _at(self, seconds: int | None) -> float | None:
        return None if seconds is None else round(100 * seconds / self.longest, 1)


def review_of(drill: StoreDrill, lang: str) -> Review:
    """The review of a store drill (with run, plan, script), in the reader's language where the script has it. A fixed
    number of queries."""
    body = drill.run.edition.read()
    texts = drill_texts(body, lang)
    observations = list(drill.observations.select_related("observer"))
    marks = [each.marks for each in observations]
    return Review(
        drill=drill,
        title=drill.run.plan.script.title(lang),
        objective=drill.run.plan.objective,
        at=drill.at,
        target_seconds=drill.run.target_seconds,
        level=level_of(drill.run.difficulty),
        calls=_calls(drill),
        observers=tuple(each.observer.name for each in observations),
        checklist=tuple(
            Ticked(texts[each["id"]], each["by"], each["critical"], tuple(seen.get(each["id"], "") for seen in marks))
            for each in body["drill"]["expected"]
        ),
        notes=tuple(each.note for each in observations if each.note),
        agreement=agreement(*marks) if len(marks) == 2 else None,
        lessons=tuple(drill.lessons.values_list("text", flat=True)),
        actions=tuple(drill.corrective_actions.select_related("owner")),
    )


def _calls(drill: StoreDrill) -> tuple[Answered, ...]:
    rows: Sequence[Call] = list(drill.calls.select_related("person").order_by("person__employee_number", "pk"))
    makeups = {call.makeup_of_id: _answered(call, None) for call in rows if call.makeup_of_id}
    return tuple(_answered(call, makeups.get(call.pk)) for call in rows if call.makeup_of_id is None)


def _answered(call: Call, makeup: Answered | None) -> Answered:
    return Answered(
        name=call.person.name,
        employee_number=call.person.employee_number,
        result=call.result,
        words=call.get_excuse_display() if call.excuse else call.get_result_display() if call.result else "",
        response_seconds=call.seconds_until(call.acknowledged_at),
        first_correct_seconds=call.seconds_until(call.first_correct_at),
        report_seconds=call.seconds_until(call.reported_at),
        phone_timed=call.phone_timed,
        makeup=makeup,
    )


@dataclass(frozen=True)
class Checklist:
    """What an observer ticks: (id, text, by, critical) per expected action, and what this observer marked before."""

    drill: StoreDrill
    title: str
    lines: tuple[tuple[str, str, int, bool], ...]
    marks: dict[str, str]
    note: str


def checklist_for(drill: StoreDrill, observer: Person) -> Checklist:
    """The checklist of a store drill in the observer's language."""
    body = drill.run.edition.read()
    texts = drill_texts(body, observer.language)
    mine = drill.observations.filter(observer=observer).first()
    lines = tuple((each["id"], texts[each["id"]], each["by"], each["critical"]) for each in body["drill"]["expected"])
    title = drill.run.plan.script.title(observer.language)
    return Checklist(drill, title, lines, mine.marks if mine else {}, mine.note if mine else "")
