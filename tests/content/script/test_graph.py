from content.script.graph import explore, reachable


def test_reachable_includes_the_start_and_leaves_out_what_nothing_leads_to():
    assert reachable({"a": ["b"], "b": ["c", "a"], "c": [], "d": ["a"]}, "a") == {"a", "b", "c"}


def test_targets_come_before_their_sources():
    order, loops = explore({"a": ["b", "c"], "b": ["c"], "c": []}, ["a"])

    assert order == ["c", "b", "a"]
    assert loops == []


def test_a_loop_is_told_in_walking_order():
    assert explore({"a": ["b"], "b": ["c"], "c": ["b", "d"], "d": []}, "abcd")[1] == [["b", "c"]]


def test_a_node_that_leads_to_itself_is_a_loop():
    assert explore({"a": ["a"]}, ["a"])[1] == [["a"]]


def test_loops_that_the_start_does_not_reach_are_found_too():
    assert explore({"a": [], "b": ["c"], "c": ["b"]}, "abc")[1] == [["b", "c"]]


def test_a_chain_longer_than_the_stack_is_walked():
    edges = {str(place): [str(place + 1)] for place in range(5000)} | {"5000": []}

    assert len(explore(edges, ["0"])[0]) == len(reachable(edges, "0")) == 5001
