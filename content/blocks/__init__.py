"""What trainers write with: the blocks of lessons, scenarios and courses.

Declarations only; `content.compiling` reads them.
"""

from content.blocks.nodes import CourseWorks, LessonNodes, ScenarioNodes
from content.blocks.stream import QuietStreamField

__all__ = ["CourseWorks", "LessonNodes", "QuietStreamField", "ScenarioNodes"]
