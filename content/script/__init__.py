"""The script: the only thing that is ever played. Contract: docs/script-format.md.

Plain Python: imports no Django and no other room. Lives here: the format and its address (`load`, `sha`), `lint` for
trainers, `best` and `replay` for scores, `timing` for drills, `order` for the shuffle, `learner_view` for phones, and
`vectors/` that this package and the phone's walker both pass. The names below are the door; take them from here.
"""

from content.script.best import Script, best
from content.script.draw import order
from content.script.drill import Drill, drill_texts
from content.script.format import JSON_SCHEMA, FormatError, canonical, load, sha, structure_sha
from content.script.learner import fill_hotlines, learner_view
from content.script.lint import lint
from content.script.model import COMPETENCIES, LEVELS, QUALITIES, RESULTS, SKIP, TIMEOUT, Answer, Best, Node, Way
from content.script.reading import Finding
from content.script.replay import NotAllowed, Outcome, Play, replay
from content.script.timing import Kept, Timed, Timing, timing

__all__ = [
    "COMPETENCIES",
    "JSON_SCHEMA",
    "LEVELS",
    "QUALITIES",
    "RESULTS",
    "SKIP",
    "TIMEOUT",
    "Answer",
    "Best",
    "Drill",
    "Finding",
    "FormatError",
    "Kept",
    "Node",
    "NotAllowed",
    "Outcome",
    "Play",
    "Script",
    "Timed",
    "Timing",
    "Way",
    "best",
    "canonical",
    "drill_texts",
    "fill_hotlines",
    "learner_view",
    "lint",
    "load",
    "order",
    "replay",
    "sha",
    "structure_sha",
    "timing",
]
