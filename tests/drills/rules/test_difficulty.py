"""How hard a drill is."""

import pytest

from drills.rules.difficulty import difficulty, level_of


@pytest.mark.parametrize(
    ("cues", "hidden", "number", "level"),
    [(1, 1, 1, "easy"), (3, 1, 3, "easy"), (1, 3, 3, "easy"), (2, 2, 4, "middling"), (2, 3, 6, "middling"),
     (7, 1, 7, "hard"), (4, 2, 8, "hard"), (3, 3, 9, "hard")],
)  # fmt: skip
def test_cues_times_how_hidden_they_are(cues, hidden, number, level):
    assert difficulty(cues, hidden) == number
    assert level_of(number) == level


@pytest.mark.parametrize(("cues", "hidden"), [(0, 1), (-1, 2), (1, 0), (1, 4)])
def test_what_is_no_such_number_is_refused(cues, hidden):
    with pytest.raises(ValueError, match="hidden 1 to 3"):
        difficulty(cues, hidden)
