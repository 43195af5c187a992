"""What the bench says of drills."""

from bench.drills.report import missed, printed

ENTRY = {
    "name": "plan-drill",
    "value": 12.5,
    "unit": "s for 150,000 calls",
    "against": "bulk-insert",
    "against_value": 5.0,
    "ratio": 2.5,
    "bound": 3,
    "small_mb": 100.0,
    "peak_mb": 109.9,
}


def test_a_measure_is_missed_above_its_bound():
    assert [missed({**ENTRY, "ratio": ratio}) for ratio in (3.0, 3.01)] == [False, True]


def test_memory_that_grows_by_a_tenth_is_missed_too():
    assert [missed({**ENTRY, "peak_mb": peak}) for peak in (110.0, 110.2)] == [False, True]


def test_a_line_says_all_of_it(capsys):
    printed([ENTRY, {**ENTRY, "ratio": 3.2}])
    ok, late = capsys.readouterr().out.splitlines()
    assert ok == (
        "plan-drill: 12.5 s for 150,000 calls, 2.5 × bulk-insert (5.0 s); memory 100.0 MB for a hundredth, "
        "109.9 MB for all; at most 3  ok"
    )
    assert late.endswith("MISSED")
