"""What a drill has beside its story: how fast, how hidden, and what somebody who watches would tick."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DRILL_WORDS = {"cues": "線索", "expected": "檢核項目"}
"""What has texts of its own in a drill, in the trainer's words."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing that there is to notice: 1 open, 2, 3 hidden."""

    id: str
    hidden: int


@dataclass(frozen=True, slots=True)
class Standard:
    """A question is to be answered well within `by` seconds of the alert; what is critical decides the drill."""

    node: str
    by: int
    critical: bool


@dataclass(frozen=True, slots=True)
class Expected:
    """One line of the observer's checklist: what is to be seen within `by` seconds of the alert."""

    id: str
    by: int
    critical: bool


@dataclass(frozen=True, slots=True)
class Drill:
    """`report` and `channel` are the questions in which the report is put together and the right place is called."""

    target_seconds: int
    cues: tuple[Cue, ...]
    standards: tuple[Standard, ...]
    report: str
    channel: str
    expected: tuple[Expected, ...]

    @property
    def difficulty(self) -> int:
        """How much there is to notice, and how well it hides: at least 1."""
        return sum(cue.hidden for cue in self.cues)


def drill_of(body: Mapping[str, Any]) -> Drill | None:
    """What a valid body says of its drill; None where it is none."""
    said = body.get("drill")
    if said is None:
        return None
    return Drill(
        target_seconds=said["target_seconds"],
        cues=tuple(Cue(**cue) for cue in said["cues"]),
        standards=tuple(Standard(**standard) for standard in said["standards"]),
        report=said["report"],
        channel=said["channel"],
        expected=tuple(Expected(**expected) for expected in said["expected"]),
    )


def drill_texts(body: Mapping[str, Any], lang: str) -> dict[str, str]:
    """What a drill's cues and the lines of its checklist say, by their ids; what `lang` lacks is the source's."""
    source = body["texts"][body["source"]]
    chosen = body["texts"].get(lang, {})
    ids = [part["id"] for member in DRILL_WORDS for part in body["drill"][member]]
    return {name: chosen.get(f"drill.{name}.text", "").strip() or source[f"drill.{name}.text"] for name in ids}
