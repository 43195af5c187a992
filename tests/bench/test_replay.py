from bench.replay import measured, prepared
from content.script import replay


def test_what_is_measured_are_whole_attempts_at_every_script_good_and_bad():
    attempts = prepared(60)

    outcomes = [replay(attempt.script, attempt.answers, attempt.seed) for attempt in attempts]

    assert {outcome.phase for outcome in outcomes} == {"ended"}
    assert {outcome.passed for outcome in outcomes} == {True, False}
    assert any(attempt.script.counters for attempt in attempts)


def test_ten_thousand_attempts_and_more_are_replayed_in_a_minute_of_cpu():
    found = measured(attempts=300)

    assert found["value"] >= found["least"] == 10_000
