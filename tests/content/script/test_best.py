from hypothesis import given

from content.script import Answer, best, load, replay
from tests.content.script.scripts import choice, elder
from tests.content.script.strategies import bodies, plays


def test_best_is_the_best_single_path():
    found = best(load(elder()))

    assert found.total == 8
    assert found.path == (
        Answer("intro", None),
        Answer("greet", "ask"),
        Answer("seat", "chair"),
        Answer("call", "phone"),
        Answer("grade", "orange"),
    )


def test_what_the_best_path_gives_in_each_competency_counts_and_no_other_path_does():
    body = elder()
    choice(body, "greet", "stare").update(to="lost", points={"risk": 3})

    found = best(load(body))

    assert found.total == 8
    assert found.per_competency == {"empathy": 4, "privacy": 2, "risk": 2}


def test_points_lost_on_the_way_count_against_a_path():
    body = elder()
    choice(body, "seat", "chair")["points"] = {"empathy": -3}
    choice(body, "seat", "shout").update(points={"privacy": 2}, quality="ok")

    assert best(load(body)).total == 4


def test_the_path_of_more_good_choices_wins_where_points_are_equal():
    body = elder()
    choice(body, "greet", "stare")["points"] = {"empathy": 2}

    assert best(load(body)).path[1] == Answer("greet", "ask")


def test_best_is_below_zero_where_every_path_loses_points():
    body = elder()
    for node in body["nodes"]:
        for each in node.get("choices", ()):
            each["points"] = {"empathy": -1}

    # The unsafe ending after two choices costs least.
    assert best(load(body)).total == -2


@given(bodies())
def test_playing_the_best_path_scores_best_in_all_and_in_each_competency(body):
    script = load(body)

    outcome = replay(script, best(script, "seed").path, "seed")

    assert outcome.score == best(script).total
    assert outcome.points == outcome.best


@given(plays())
def test_no_play_scores_more_than_best(play):
    body, seed, answers = play

    outcome = replay(load(body), answers, seed)

    assert outcome.score <= outcome.best_score
