import json
from dataclasses import asdict
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given

import content.script
from content.script import Answer, NotAllowed, Play, lint, load, replay
from tests.content.script.scripts import elder
from tests.content.script.strategies import bodies, logs, plays

PLAYS = Path(content.script.__file__).parent / "vectors" / "plays"


def _each_vector():
    for path in sorted(PLAYS.glob("*.json")):
        vectors = json.loads(path.read_text())
        for case in vectors["cases"]:
            yield pytest.param(vectors["script"], case, id=f"{path.stem}: {case['name']}")


VECTORS = list(_each_vector())


def _result(body, answers, seed):
    try:
        return {"expect": json.loads(json.dumps(asdict(replay(load(body), answers, seed))))}
    except NotAllowed as refusal:
        return {"refused": {"index": refusal.index, "reason": refusal.reason}}


@pytest.mark.parametrize(("script", "case"), VECTORS)
def test_replay_passes_the_vectors(script, case):
    answers = [Answer(**answer) for answer in case["answers"]]

    assert _result(script, answers, case["seed"]) == {key: case[key] for key in ("expect", "refused") if key in case}


def test_the_vectors_can_be_told_apart_by_name():
    names = [param.id for param in VECTORS]

    assert len(names) == len(set(names)) >= 100


@given(plays())
def test_playing_on_always_ends(play):
    body, seed, answers = play

    outcome = replay(load(body), answers, seed)

    assert outcome.phase == "ended"
    assert outcome.ending in {node["id"] for node in body["nodes"] if node["kind"] == "ending"}
    assert outcome.to_mend == ()


@given(bodies())
def test_a_script_free_of_lint_errors_can_end_well(body):
    assert [finding for finding in lint(body, hotlines=(), langs=()) if finding.severity == "error"] == []
    guide = load(body).guide

    assert "correct" in {guide.states.node(state).outcome for state in guide.values}


@given(logs())
def test_replay_gives_the_same_again(log):
    body, seed, answers = log

    assert _result(body, answers, seed) == _result(body, answers, seed)


@given(logs())
def test_replay_agrees_with_a_play_taken_step_by_step(log):
    body, seed, answers = log
    script = load(body)
    play, taken = Play(script, seed), 0
    while taken < len(answers) and _takes(play, answers[taken]):
        taken += 1
        assert play.outcome() == replay(script, answers[:taken], seed)
    # After a refusal the play stands where it was.
    assert play.outcome() == replay(script, answers[:taken], seed)
    assert _result(body, answers, seed).get("refused", {"index": len(answers)})["index"] == taken


def _takes(play, answer):
    try:
        play.take(answer)
    except NotAllowed:
        return False
    return True


@given(plays())
def test_points_change_only_with_first_answers(play):
    body, seed, answers = play
    script = load(body)
    story = [answer for place, answer in enumerate(answers) if answer.node not in _nodes(answers[:place])]

    assert replay(script, story, seed).points == replay(script, answers, seed).points


def _nodes(answers):
    return {answer.node for answer in answers}


def test_another_seed_changes_the_order_shown_and_nothing_else():
    script, answers = load(elder()), [Answer("intro", None)]
    outcomes = [asdict(replay(script, answers, f"seed-{number}")) for number in range(20)]

    orders = {outcome.pop("order") for outcome in outcomes}

    assert orders == {("stare", "ask"), ("ask", "stare")}
    assert all(outcome == outcomes[0] for outcome in outcomes)


def test_the_mark_is_met_where_the_best_path_loses_points():
    body = elder()
    for node in body["nodes"]:
        for each in node.get("choices", ()):
            each["points"] = {"empathy": -1}
    answers = [Answer("intro", None), *(Answer(*pair) for pair in [("greet", "ask"), ("seat", "chair")])]
    answers += [Answer("call", "phone"), Answer("grade", "orange")]

    assert replay(load(body), answers, "seed").passed is True


def test_ten_answers_are_replayed_in_under_fifty_microseconds():
    script = load(elder())
    answers = [Answer("intro", None), Answer("greet", "ask"), Answer("seat", "chair"), Answer("call", "post")]
    answers += [Answer("grade", "green"), *[Answer("call", "post")] * 4, Answer("call", "phone")]

    assert _fastest(lambda: replay(script, answers, "0190c6f4-5c1e-7a3b-9d2e-3f4a5b6c7d8e")) < 50e-6


def _fastest(action, rounds=20, times=100):
    """CPU seconds of one call: the best of several rounds, so that a busy machine does not fail the test."""

    def spent():
        begun = process_time()
        for _ in range(times):
            action()
        return (process_time() - begun) / times

    return min(spent() for _ in range(rounds))
