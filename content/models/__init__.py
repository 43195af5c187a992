"""Tables of content."""

from content.models.facts import Fact
from content.models.library import FolderPage, LibraryPage
from content.models.pages import CoursePage, DrillPage, LessonPage, ScenarioPage, ScriptPage, WorkPage
from content.models.translations import MachineDraft
from content.models.works import Edition, LearnerView, Work, script_of

__all__ = [
    "CoursePage",
    "DrillPage",
    "Edition",
    "Fact",
    "FolderPage",
    "LearnerView",
    "LessonPage",
    "LibraryPage",
    "MachineDraft",
    "ScenarioPage",
    "ScriptPage",
    "Work",
    "WorkPage",
    "script_of",
]
