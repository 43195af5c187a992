"""From a body to a page and back: nothing is lost, whatever the kind."""

from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from content.compiling import compile_script
from content.script import FormatError, canonical, load
from tests.content.script.alarm import alarm
from tests.content.script.strategies import bodies
from tests.factories.content import scenario_body
from tests.factories.kinds import every_kind, every_kind_of_lesson
from tests.factories.pages import lesson_body, page_of

pytestmark = pytest.mark.django_db
Body = dict[str, Any]
FORMS = [every_kind, every_kind_of_lesson, scenario_body, lesson_body, alarm]
each_form = pytest.mark.parametrize("made", FORMS)


def usual(body: Body) -> Body:
    """The body as the studio says it: questions after their pool, nothing said that goes without saying."""
    body = deepcopy(body)
    pooled = {name for node in body["nodes"] for name in node.get("of", ())}
    by_id = {node["id"]: node for node in body["nodes"]}
    top = [node for node in body["nodes"] if node["id"] not in pooled]
    body["nodes"] = [each for node in top for each in (node, *(by_id[name] for name in node.get("of", ())))]
    if "drill" in body:
        places = [node["id"] for node in body["nodes"]]
        body["drill"]["standards"].sort(key=lambda standard: places.index(standard["node"]))
    _without(body, lambda name, value: name in EMPTY and not value)
    _without(body, lambda name, value: name == "quality" and value == "poor", within="timer")
    _without(body, lambda name, value: value == 0, within="points")
    return body | {"format": lowest(body)}


def lowest(body: Body) -> int:
    """The lowest format in which the body can be loaded."""
    for number in (1, 2):
        with suppress(FormatError):
            load(body | {"format": number})
            return number
    return 3


EMPTY = ("effects", "guard", "branches", "counters", "harm", "avoid")


def _without(part: Any, gone: Callable[[str, Any], bool], within: str | None = None, at: str | None = None) -> None:
    """Take out the members of which `gone` holds, everywhere or in the members named `within`."""
    if isinstance(part, list):
        for each in part:
            _without(each, gone, within, at)
    elif isinstance(part, dict):
        for name in [name for name, value in part.items() if within in (None, at) and gone(name, value)]:
            del part[name]
        for name, value in part.items():
            _without(value, gone, within, name)


@each_form
def test_a_page_compiles_to_the_body_it_was_written_from(made: Callable[[], Body]) -> None:
    body = made()
    expected = body | {"texts": {"zh-Hant": body["texts"]["zh-Hant"]}}
    assert compile_script(page_of(body)) == expected


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bodies())
def test_no_script_loses_anything_on_its_way_through_a_page(body: Body) -> None:
    if body["kind"] == "lesson":
        body["kind"] = "scenario"  # a lesson's links follow from its order
    assert canonical(compile_script(page_of(body))) == canonical(usual(body))
