"""Rules of courses: plain Python, no database."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID


def works_of(course_body: Mapping[str, Any]) -> list[UUID]:
    """The works of a course edition in their order."""
    return [UUID(entry["work"]) for entry in course_body["works"]]


def is_complete(course_body: Mapping[str, Any], passed: Collection[UUID]) -> bool:
    """Whether the pass rule of a course edition is met: all works, or at least as many as it asks for."""
    works = works_of(course_body)
    need = course_body["pass"]["need"]
    wanted = len(works) if need == "all" else min(int(need), len(works))
    return wanted > 0 and len(set(works) & set(passed)) >= wanted


def due_at(enrolled_at: datetime, due_days: int) -> datetime:
    """When a course is due."""
    return enrolled_at + timedelta(days=due_days)


def next_dark(works: Sequence[UUID], passed: Collection[UUID]) -> UUID | None:
    """The first work of the street that is not lit yet."""
    return next((work for work in works if work not in passed), None)
