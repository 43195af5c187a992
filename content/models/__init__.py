"""Tables of content."""

from content.models.works import Edition, LearnerView, Work, script_of

__all__ = ["Edition", "LearnerView", "Work", "script_of"]
