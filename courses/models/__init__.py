"""Tables of courses."""

from courses.models.enrolments import Assignment, Enrolment, EnrolmentQuerySet
from courses.models.refreshers import Memory, Review

__all__ = ["Assignment", "Enrolment", "EnrolmentQuerySet", "Memory", "Review"]
