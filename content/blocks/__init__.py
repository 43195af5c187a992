"""What trainers write with: the blocks of lessons, scenarios, drills and courses.

`saying` is how any block stands in a body, both ways; `fields` are the smallest blocks, `ways` what follows an answer,
`steps` the kinds of node, each written once for all forms, `drills` what only drills have, and `scripts` the forms.
"""

from content.blocks.saying import Source
from content.blocks.scripts import Checklist, Counters, CourseWorks, Cues, DrillNodes, LessonNodes, ScenarioNodes
from content.blocks.stream import QuietStreamField

__all__ = [
    "Checklist",
    "Counters",
    "CourseWorks",
    "Cues",
    "DrillNodes",
    "LessonNodes",
    "QuietStreamField",
    "ScenarioNodes",
    "Source",
]
