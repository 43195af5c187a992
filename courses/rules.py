"""Rules of courses: plain Python, no database."""

from collections.abc import Collection, Iterable, Mapping
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


def certifies(course_body: Mapping[str, Any]) -> bool:
    """Whether a course edition leads to a certificate; what it does not say, it does."""
    return bool(course_body.get("certifies", True))


def met_at(course_body: Mapping[str, Any], passes: Iterable[tuple[UUID, datetime]]) -> datetime | None:
    """When the passes `(work, end)`, given in the order of their ends, met the pass rule; None while they do not."""
    passed: set[UUID] = set()
    for work, ended_at in passes:
        passed.add(work)
        if is_complete(course_body, passed):
            return ended_at
    return None


def due_at(enrolled_at: datetime, due_days: int) -> datetime:
    """When a course is due."""
    return enrolled_at + timedelta(days=due_days)
