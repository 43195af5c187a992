from content.script import Answer, best, load, replay
from tests.content.script.nightshift import night
from tests.content.script.scripts import node


def test_a_node_stands_in_the_state_graph_once_for_each_way_to_meet_it():
    states = load(night()).guide.states

    # talk is met with trust 1, and again with trust 1 after an answer (time up leaves 0 and leads out).
    assert [state for state in states if state[0] == "talk"] == [("talk", (1,), 0)]


def test_later_visits_lead_and_have_effects_but_give_no_points():
    body = night()
    node(body, "talk")["choices"][1]["effects"] = {}
    body["counters"].append({"id": "rounds", "start": 0, "min": 0, "max": 2})
    node(body, "talk")["choices"][1]["effects"] = {"rounds": 1}
    node(body, "calm")["branches"].append({"guard": [{"counter": "rounds", "at_least": 2}], "to": "listen"})
    start = [Answer("hurt", None), Answer("tidy", ["water", "chair"])]
    rounds = [Answer("talk", "wait"), Answer("calm", None)] * 2

    outcome = replay(load(body), [*start, *rounds], "seed")

    assert (outcome.expects, outcome.points["empathy"]) == ("listen", 4)
    assert best(load(body)).total == 14
