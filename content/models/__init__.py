"""Tables of content."""

from content.models.library import FolderPage, LibraryPage
from content.models.pages import CoursePage, LessonPage, ScenarioPage, ScriptPage, WorkPage
from content.models.works import Edition, LearnerView, Work, script_of

__all__ = [
    "CoursePage",
    "Edition",
    "FolderPage",
    "LearnerView",
    "LessonPage",
    "LibraryPage",
    "ScenarioPage",
    "ScriptPage",
    "Work",
    "WorkPage",
    "script_of",
]
