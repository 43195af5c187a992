"""Small scripts and courses, frozen as the studio would."""

from datetime import datetime
from typing import Any

from content.actions.freeze import freeze
from content.models import Edition, Work
from people.models import Chain
from tests.factories.people import LONG_AGO


def scenario_body(title: str = "迷路的長者") -> dict[str, Any]:
    """A card, a choice with one critical option, a level, two endings. Best is 5; passing asks for 70 %."""
    return {
        "format": 1,
        "kind": "scenario",
        "source": "zh-Hant",
        "competencies": ["empathy", "risk"],
        "minutes": 3,
        "pass_mark": 70,
        "start": "intro",
        "nodes": [
            {"id": "intro", "kind": "card", "to": "n1"},
            {
                "id": "n1",
                "kind": "choice",
                "choices": [
                    {"id": "a", "to": "n2", "quality": "poor", "points": {"empathy": -1}},
                    {"id": "b", "to": "n2", "quality": "good", "points": {"empathy": 2}},
                    {"id": "c", "to": "end_harm", "quality": "critical", "points": {"risk": -2}},
                ],
            },
            {
                "id": "n2",
                "kind": "level",
                "choices": [
                    {"id": "red", "to": "end_good", "quality": "ok", "points": {"risk": 1}},
                    {"id": "orange", "to": "end_good", "quality": "good", "points": {"risk": 3}},
                    {"id": "yellow", "to": "end_harm", "quality": "poor", "points": {}},
                    {"id": "green", "to": "end_harm", "quality": "critical", "points": {"risk": -2}},
                ],
            },
            {"id": "end_good", "kind": "ending", "outcome": "correct"},
            {"id": "end_harm", "kind": "ending", "outcome": "unsafe"},
        ],
        "texts": {"zh-Hant": _texts(title, "阿公第三次走進來。"), "en": _texts("The lost elder", "He comes in again.")},
    }


def _texts(title: str, opening: str) -> dict[str, str]:
    keys = [
        "n1.text",
        "n1.a.text",
        "n1.b.text",
        "n1.c.text",
        "n1.a.feedback",
        "n1.b.feedback",
        "n1.c.feedback",
        "n2.text",
    ]
    keys += [f"n2.{level}.feedback" for level in ("red", "orange", "yellow", "green")] + [
        "end_good.text",
        "end_harm.text",
    ]
    return {"title": title, "summary": title, "intro.text": opening} | {key: f"{key}。" for key in keys}


GOOD = [("intro", None), ("n1", "b"), ("n2", "orange")]
"""The answers of a clerk who passes `scenario_body` at once."""

CRITICAL = [("intro", None), ("n1", "c")]
"""The answers of a clerk who ends badly and has `n1` to mend."""


def scenario(title: str = "迷路的長者", *, owner: Chain | None = None, at: datetime = LONG_AGO) -> Edition:
    """A published scenario of its own work."""
    work = Work.objects.create(kind=Work.Kind.SCENARIO, owner=owner)
    return freeze(work=work, body=scenario_body(title), by=None, at=at)


def course(
    *scripts: Edition,
    owner: Chain | None = None,
    need: str | int = "all",
    certifies: bool = True,
    at: datetime = LONG_AGO,
) -> Work:
    """A published course of these scripts' works."""
    work = Work.objects.create(kind=Work.Kind.COURSE, owner=owner)
    body = {
        "format": 1,
        "kind": "course",
        "source": "zh-Hant",
        "works": [{"work": str(script.work_id)} for script in scripts],
        "pass": {"need": need},
        "validity_months": 12,
        **({} if certifies else {"certifies": False}),
        "minutes": 10,
        "texts": {
            "zh-Hant": {"title": "門市關懷前線", "summary": "從看見到接住"},
            "en": {"title": "Frontline care", "summary": "Notice and connect"},
        },
    }
    freeze(work=work, body=body, by=None, at=at)
    return work
