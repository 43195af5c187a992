"""How hard a drill is, so that trends compare like with like.

difficulty(cues: int, hidden: int) -> int
level_of(difficulty: int) -> "easy" | "middling" | "hard"
"""

from typing import Literal

Level = Literal["easy", "middling", "hard"]

OPEN, HIDDEN = 1, 3
EASY, MIDDLING = 3, 6


def difficulty(cues: int, hidden: int) -> int:
    """The number of cues times how hidden they are (1 open … 3 hidden). Raises ValueError for what is neither."""
    if cues < 1 or not OPEN <= hidden <= HIDDEN:
        raise ValueError("a drill has a cue at least, and its cues are hidden 1 to 3")
    return cues * hidden


def level_of(difficulty: int) -> Level:
    """Drills of one level may be compared."""
    if difficulty <= EASY:
        return "easy"
    return "middling" if difficulty <= MIDDLING else "hard"
