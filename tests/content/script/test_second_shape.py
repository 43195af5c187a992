"""What the second format does not have, and what in it is not yet written."""

import copy

import pytest

from content.script import FormatError, lint, load
from tests.content.script.nightshift import night
from tests.content.script.scripts import choice, node, part

LISTED = [{"id": "trust", "start": 1, "min": 0, "max": 3}]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: body.update(counters=LISTED * 5),
        lambda body: node(body, "talk")["timer"].update(seconds=4),
        lambda body: node(body, "talk")["timer"].update(quality="good"),
        lambda body: node(body, "drawn").update(note="violence"),
        lambda body: node(body, "home").update(skip="gone"),
        lambda body: node(body, "far").update(step=0),
        lambda body: node(body, "far").update(low=float("1e7")),
        lambda body: node(body, "say").update(most=201),
        lambda body: part(body, "say", "accept", "place").update(words=["　"]),
        lambda body: choice(body, "talk", "ask").update(guard=[{"counter": "trust"}]),
        lambda body: choice(body, "level", "red").update(guard=[{"counter": "trust", "at_least": 1}]),
        lambda body: node(body, "listen")["results"].pop("wrong"),
        lambda body: node(body, "calm").update(branches=[]),
        lambda body: body.update(format=1),
    ],
)
def test_what_the_format_does_not_have_is_malformed(spoil):
    body = copy.deepcopy(night())
    spoil(body)

    assert {finding.code for finding in lint(body, hotlines=(), langs=())} == {"malformed"}
    with pytest.raises(FormatError):
        load(body)


@pytest.mark.parametrize(
    ("unfinish", "found"),
    [
        (lambda body: node(body, "drawn").update(of=[], draw=2), "pool_draw"),
        (lambda body: (node(body, "drawn").update(of=[None, "far"]), body.pop("start")), "missing_start"),
        (lambda body: node(body, "drawn").update(of=["", "far"], to=None), "no_way_out"),
        (lambda body: node(body, "report").update(slots=[], items=[]), "few_choices"),
        (lambda body: part(body, "report", "items", "door").update(slot=None), "unknown_slot"),
        (lambda body: node(body, "say").update(accept=[{"id": "number", "words": []}]), "few_choices"),
        (lambda body: node(body, "tidy").update(options=[]), "few_choices"),
        (lambda body: node(body, "talk").update(choices=[]), "no_way_out"),
        (lambda body: node(body, "listen")["results"]["right"].pop("to"), "no_way_out"),
        (lambda body: body.update(nodes=[]), "missing_start"),
    ],
)
def test_what_is_not_yet_written_is_a_finding_of_its_own(unfinish, found):
    body = night()
    unfinish(body)

    codes = [finding.code for finding in lint(body, hotlines=(), langs=())]

    assert codes[0] == found
    assert "malformed" not in codes
