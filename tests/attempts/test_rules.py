"""The log while steps are judged, without a database."""

import json

import pytest

from attempts.rules import Log, outcome_json
from content.script import Answer, NotAllowed, load
from tests.factories.content import CRITICAL, GOOD, scenario_body

WORK = "5e2f0b1c-7f3a-4d1e-9a3b-0c1d2e3f4a5b"
SCRIPT = load(scenario_body() | {"work": WORK})
SEED = "00000000-0000-4000-8000-000000000001"


def log(*answers, **pending):
    return Log(SCRIPT, SEED, [Answer(*a) for a in answers], {int(k[1:]): Answer(*a) for k, a in pending.items()})


def test_the_next_seq_counts_from_one():
    assert [log(*GOOD[:n]).next_seq for n in range(4)] == [1, 2, 3, 4]


def test_an_accepted_answer_moves_the_story_on():
    mine = log(*GOOD[:1])
    mine.accept(Answer("n1", "b"))
    assert (mine.next_seq, mine.outcome().phase, mine.outcome().expects) == (3, "story", "n2")


def test_a_refused_answer_leaves_the_log_as_it_was():
    mine = log(*GOOD[:1])
    with pytest.raises(NotAllowed) as refusal:
        mine.accept(Answer("n2", "red"))
    assert (refusal.value.reason, mine.next_seq, mine.outcome().expects) == ("wrong_node", 2, "n1")


def test_what_waited_is_absorbed_as_far_as_it_reaches():
    mine = log(GOOD[0], s2=GOOD[1], s3=GOOD[2], s5=("n1", "b"))
    assert mine.absorb() == ([2, 3], [])
    assert (mine.ended, list(mine.pending)) == (True, [5])


def test_absorbing_stops_at_the_first_refusal_and_what_lies_behind_waits_on():
    mine = log(GOOD[0], s2=("n2", "red"), s3=GOOD[2])
    assert mine.absorb() == ([], [2])
    assert (mine.next_seq, list(mine.pending)) == (2, [3])


def test_nothing_waited_is_nothing_absorbed():
    assert log(*GOOD[:1], s3=GOOD[2]).absorb() == ([], [])


@pytest.mark.parametrize(("answers", "passed"), [(GOOD, True), ([*CRITICAL, ("n1", "b")], False)])
def test_the_outcome_is_told_as_json(answers, passed):
    mine = log(*answers[:-1])
    mine.accept(Answer(*answers[-1]))
    told = outcome_json(mine.outcome())
    assert (told["passed"], told["best"], told["best_score"]) == (passed, {"empathy": 2, "risk": 3}, 5)
    assert json.loads(json.dumps(told)) == told


def test_the_outcome_says_nothing_of_the_shuffle():
    mine = log(*GOOD[:2])
    mine.accept(Answer(*GOOD[2]))
    assert set(outcome_json(mine.outcome())) == {
        "ending",
        "outcome",
        "points",
        "best",
        "score",
        "best_score",
        "level_right",
        "to_mend",
        "passed",
    }
