from content.script import load
from content.script.states import States
from tests.content.script.nightshift import night
from tests.content.script.scripts import elder


def test_without_counters_a_state_is_a_node():
    script = load(elder())

    assert set(script.guide.values) == set(script.nodes)


def test_with_counters_a_node_has_a_state_for_each_way_to_meet_it():
    states = load(night()).guide.values

    # calm is met with trust 0 (pushed, time up) and 2 (asked, waited).
    assert {state for state in states if state[0] == "calm"} == {("calm", (0,), 1), ("calm", (2,), 1)}


def test_what_a_loop_leaves_answered_is_part_of_the_state():
    states = States(load(night()).nodes, load(night()).counters, "hurt")

    assert states.bits == {"talk": 1}


def test_a_pool_is_one_step_and_its_members_no_states():
    script = load(night())

    assert not {state[0] for state in script.guide.values} & {"far", "mark", "level"}
