"""What clerks think of a work: how sure they were before and after, and whether it is of use. Groups only."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from attempts.models import Confidence, Usefulness
from attempts.rules import FEWEST_PERSONS, LEVELS, Share, shares
from content.models import Work

SURE = [str(level) for level in LEVELS]
USES = list(Usefulness.Use.values)


@dataclass(frozen=True)
class Group:
    """What a group of persons said, each with the last word; `shares` is empty where they are too few."""

    persons: int
    shares: tuple[Share, ...]

    @property
    def too_few(self) -> bool:
        """Whether somebody spoke, but so few that nothing is shown, not even how many."""
        return 0 < self.persons < FEWEST_PERSONS


@dataclass(frozen=True)
class Opinion:
    """What was said of one work."""

    work: Work
    before: Group
    after: Group
    use: Group


def opinions(works: QuerySet[Work]) -> list[Opinion]:
    """Of each of these works of which anything was said, by title; three queries, however many."""
    sure = _counts(Confidence.objects.filter(attempt__edition__work__in=works), "moment", "level")
    used = _counts(Usefulness.objects.filter(attempt__edition__work__in=works), "use")
    said: dict[UUID, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for (work, moment, level), n in sure:
        said[work][moment][str(level)] += n
    for (work, use), n in used:
        said[work]["use"][use] += n
    found = Work.objects.in_bulk(list(said))
    return sorted((_opinion(found[work], groups) for work, groups in said.items()), key=lambda each: str(each.work))


def _counts(rows: QuerySet[Any], *members: str) -> list[tuple[tuple[Any, ...], int]]:
    """Rows counted by work and members, each person with the last row by work (and moment)."""
    who = ["attempt__person", "attempt__edition__work", *members[:-1]]
    last = rows.order_by(*who, "-received_at", "-pk").distinct(*who)
    counted = rows.model._default_manager.filter(pk__in=last.values("pk"))
    by = ["attempt__edition__work", *members]
    return [(tuple(row[:-1]), row[-1]) for row in counted.values_list(*by).annotate(n=Count("pk")).order_by()]


def _opinion(work: Work, groups: dict[str, Counter[str]]) -> Opinion:
    return Opinion(work, _group(groups["before"], SURE), _group(groups["after"], SURE), _group(groups["use"], USES))


def _group(counts: Counter[str], names: list[str]) -> Group:
    return Group(counts.total(), shares(counts, names))
