"""What holds of every play of format 2."""

import json

from hypothesis import given

from content.script import SKIP, TIMEOUT, Answer, NotAllowed, Play, best, learner_view, load, replay
from tests.content.script.nightshift import night
from tests.content.script.scripts import node
from tests.content.script.strategies import SEEDS, plays, second_bodies

START = [Answer("hurt", None), Answer("tidy", ["water", "chair"])]


@given(second_bodies(), SEEDS)
def test_the_best_path_scores_best_whatever_is_drawn(body, seed):
    script = load(body)
    found = best(script, seed)

    outcome = replay(script, found.path, seed)

    assert outcome.ending is not None
    assert outcome.score == outcome.best_score
    assert outcome.points == outcome.best
    assert found.total == script.best.total


@given(plays(second_bodies()))
def test_no_play_scores_more_than_what_its_skips_left_of_best(play):
    body, seed, answers = play
    script = load(body)

    outcome = replay(script, answers, seed)

    assert outcome.score <= outcome.best_score <= best(script).total
    assert outcome.best_score == sum(outcome.best.values())
    assert set(outcome.skipped) == {answer.node for answer in answers if answer.answer == SKIP}


@given(plays(second_bodies()))
def test_a_skip_changes_neither_points_nor_what_is_to_mend(play):
    body, seed, answers = play
    taking = Play(load(body), seed)
    for answer in answers:
        before = taking.outcome()
        taking.take(answer)
        if answer.answer == SKIP:
            after = taking.outcome()
            assert (after.points, after.to_mend, after.level_right) == (
                before.points,
                before.to_mend,
                before.level_right,
            )
            assert after.best_score - after.score <= before.best_score - before.score


@given(plays(second_bodies()))
def test_members_of_a_pool_are_asked_once_each_and_no_more_than_are_drawn(play):
    body, seed, answers = play
    taking, asked = Play(load(body), seed), []
    for answer in answers:
        if taking.ending is None:
            asked.append(answer.node)
        taking.take(answer)

    for pool in (step for step in body["nodes"] if step["kind"] == "pool"):
        members = [name for name in asked if name in pool["of"]]
        assert len(set(members)) == len(members)
        assert len(members) in (0, pool["draw"])


@given(plays(second_bodies()))
def test_mending_has_no_timer_and_no_skip(play):
    body, seed, answers = play
    taking = Play(load(body), seed)
    for answer in answers:
        if taking.ending is not None:
            for told, reason in ((TIMEOUT, "no_timer"), (SKIP, "no_skip")):
                assert _refusal(taking, Answer(answer.node, told)) == reason
        taking.take(answer)


def _refusal(play, answer):
    try:
        play.take(answer)
    except NotAllowed as refusal:
        return refusal.reason
    return None


@given(second_bodies())
def test_the_view_has_every_way_and_never_points_or_qualities(body):
    told = json.dumps(learner_view(body, "ab" * 32, "zh-Hant"))

    assert not any(f'"{word}"' in told for word in ("points", "quality", "good", "ok", "poor", "critical", "pass_mark"))
    assert '"again": true' in told or '"critical"' not in json.dumps(body)


def test_what_was_skipped_is_left_out_of_best_and_can_be_passed_without():
    script = load(night())
    rest = [
        answer for answer in best(script, "seed").path if answer.node not in ("hurt", "tidy", "talk", "calm", "listen")
    ]

    outcome = replay(script, [Answer("hurt", SKIP), *rest], "seed")

    assert (outcome.score, outcome.best_score, outcome.passed, outcome.skipped) == (7, 7, True, ("hurt",))


def test_a_skip_to_where_more_can_be_got_is_on_the_best_path():
    body = night()
    for result in node(body, "tidy")["results"].values():
        result["to"] = "say"

    script = load(body)

    assert best(script).path[0] == Answer("hurt", SKIP)
    assert replay(script, best(script, "seed").path, "seed").score == best(script).total == 7


def test_an_answer_at_a_second_visit_leads_but_gives_nothing():
    body = night()
    body["counters"].append({"id": "rounds", "start": 0, "min": 0, "max": 2})
    waiting = next(each for each in node(body, "talk")["choices"] if each["id"] == "wait")
    waiting["effects"] = {"rounds": 1}
    node(body, "calm")["branches"].append({"guard": [{"counter": "rounds", "at_least": 2}], "to": "listen"})

    outcome = replay(load(body), [*START, *[Answer("talk", "wait"), Answer("calm", None)] * 2], "seed")

    assert (outcome.expects, outcome.points["empathy"]) == ("listen", 4)
