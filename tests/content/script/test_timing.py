from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.script import SKIP, TIMEOUT, Play, Timed, load, timing
from tests.content.script.alarm import alarm, drill_bodies
from tests.content.script.answers import allowed
from tests.content.script.scripts import elder
from tests.content.script.strategies import SEEDS

GOOD = {
    "alert": None,
    "level": "red",
    "channel": "police",
    "steps": ["nod", "move"],
    "order": ["nod", "move", "call"],
    "report": {"place": "where", "seen": "what", "heard": "what", "name": "out"},
    "call": None,
}
ORDER = {"met": 2, "late": 1, "skipped": 0, "not_done": 0}


def steps(seconds=(5, 20, 50, 100, 130, 170, 175), **answers):
    """Everything right at these seconds, but for the answers said."""
    told = GOOD | answers
    return [Timed(node, told[node], at) for node, at in zip(GOOD, seconds, strict=True)]


def judged(taken, **kwargs):
    found = timing(load(alarm()), taken, **kwargs)
    return {kept.standard.node: (kept.state, kept.seconds) for kept in found.standards}


def test_what_is_done_in_time_meets_every_standard():
    found = timing(load(alarm()), steps())

    assert [kept.state for kept in found.standards] == ["met"] * 4
    assert (found.first_right, found.reported, found.channel_right, found.in_time) == (20, 170, True, True)


def test_a_log_without_a_step_did_nothing():
    found = timing(load(alarm()), [])

    assert [(kept.state, kept.seconds) for kept in found.standards] == [("not_done", None)] * 4
    assert (found.first_right, found.reported, found.channel_right, found.in_time) == (None, None, None, False)


@pytest.mark.parametrize(
    ("at", "grace", "state"), [(30, 0, "met"), (30.1, 0, "late"), (40, 10, "met"), (40.5, 10, "late")]
)
def test_a_standard_is_met_up_to_its_second_and_the_grace(at, grace, state):
    assert judged(steps((5, at, 50, 100, 130, 170, 175)), grace=grace)["level"] == (state, at)


@pytest.mark.parametrize(
    ("node", "answer", "state"),
    [
        ("level", "orange", "not_done"),  # one level up is safer, and still not the level
        ("channel", "boss", "met"),
        ("steps", ["nod"], "met"),
        ("steps", ["bill"], "not_done"),
        ("steps", ["nod", "shout"], "not_done"),
        ("channel", TIMEOUT, "not_done"),
    ],
)
def test_an_answer_that_is_good_enough_counts_and_of_levels_only_the_right_one(node, answer, state):
    assert judged(steps(**{node: answer}))[node][0] == state


def test_what_is_mended_is_done_when_it_is_mended():
    taken = [*steps(channel="wait"), Timed("channel", "police", 200)]
    found = timing(load(alarm()), taken)

    assert judged(taken)["channel"] == ("late", 200)
    assert (found.channel_right, found.in_time) == (False, False)


def test_only_critical_standards_decide():
    late = (5, 20, 50, 179, 180, 400, 410)

    assert judged(steps(late))["report"] == ("late", 400)
    assert timing(load(alarm()), steps(late)).in_time
    assert not timing(load(alarm()), steps((5, 20, 90, 100, 130, 170, 175))).in_time


def test_who_skips_what_is_heavy_misses_nothing():
    found = timing(load(alarm()), [Timed("alert", SKIP, 8), Timed("plain", None, 12)])

    assert [kept.state for kept in found.standards] == ["skipped"] * 4
    assert (found.in_time, found.first_right, found.channel_right) == (True, None, None)


def test_only_a_drill_is_timed():
    with pytest.raises(ValueError, match="only a drill"):
        timing(load(elder()), [])


@st.composite
def timed_plays(draw):
    """A drill, and the steps of somebody who answers as they like, their seconds rising."""
    script = load(draw(drill_bodies()))
    play, taken, at = Play(script, draw(SEEDS)), [], 0.0
    while play.expects is not None and len(taken) < 20:
        node = script.nodes[play.expects]
        at += draw(st.floats(0, 60))
        taken.append(Timed(node.id, draw(allowed(node, play)), at))
        play.take(taken[-1])
    return script, taken


def _ranks(found):
    return [ORDER[kept.state] for kept in found.standards]


@given(timed_plays(), st.floats(0, 30))
def test_more_grace_never_makes_anything_worse(play, grace):
    script, taken = play

    strict, kind = timing(script, taken), timing(script, taken, grace=grace)

    assert all(a <= b for a, b in zip(_ranks(strict), _ranks(kind), strict=True))
    assert (strict.first_right, strict.reported) == (kind.first_right, kind.reported)


@given(timed_plays(), st.floats(0, 600))
def test_being_slower_never_makes_anything_better(play, by):
    script, taken = play
    slower = [replace(step, seconds=step.seconds + by) for step in taken]

    assert all(a >= b for a, b in zip(_ranks(timing(script, taken)), _ranks(timing(script, slower)), strict=True))


@given(timed_plays(), st.data())
def test_going_on_never_undoes_what_was_done(play, data):
    script, taken = play
    so_far = timing(script, taken[: data.draw(st.integers(0, len(taken)))])
    now = timing(script, taken)

    assert all(a <= b for a, b in zip(_ranks(so_far), _ranks(now), strict=True))
    assert so_far.first_right in (None, now.first_right)
    assert so_far.reported in (None, now.reported)
    assert so_far.channel_right in (None, now.channel_right)


@given(timed_plays())
def test_every_second_told_is_one_of_the_log(play):
    script, taken = play
    found = timing(script, taken)
    told = [kept.seconds for kept in found.standards if kept.seconds is not None]

    assert [kept.standard for kept in found.standards] == list(script.drill.standards)
    assert {*told, found.first_right, found.reported} <= {None, *(step.seconds for step in taken)}
    assert all((kept.seconds is None) == (kept.state in ("not_done", "skipped")) for kept in found.standards)


@given(drill_bodies(), SEEDS)
def test_whoever_does_everything_right_at_once_meets_every_standard(body, seed):
    script = load(body)
    found = timing(script, [Timed(answer.node, answer.answer, 1) for answer in script.best.path])

    assert [kept.state for kept in found.standards] == ["met"] * len(script.drill.standards)
    assert (found.reported, found.channel_right, found.in_time) == (1, True, True)
