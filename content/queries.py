"""Reads of content that cross models."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from content.hotlines.rules import in_use
from content.models.works import LearnerView, Work
from content.rules import SOURCE

PROGRAMME = "街燈計畫"
"""Who owns what is nobody's own, in words."""


def view_of(sha256: str, lang: str, chain_id: int | None) -> LearnerView | None:
    """The learner's view of an edition, in one query: the wanted language, else its base, else the source language;
    `*` is what has all languages in one. None where there is none or it belongs to another chain."""
    wanted = [lang, lang.split("-")[0], SOURCE, "*"]
    rows = {row.lang: row for row in LearnerView.objects.filter(edition_id=sha256, lang__in=wanted)}
    row = next((rows[tag] for tag in wanted if tag in rows), None)
    return row if row is not None and row.owner_id in (None, chain_id) else None


@dataclass(frozen=True)
class Listed:
    """A work as the operators' list shows it: `editions` counts all, `withdrawn` those taken back."""

    work: Work
    title: str
    owner: str
    editions: int
    withdrawn: int


def catalogue(wanted: str = "") -> list[Listed]:
    """Every work of every owner that was ever published, by owner and title; `wanted` is a part of the title or the
    owner's name. One query."""
    counts = {"all_editions": Count("editions"), "taken_back": Count("editions__withdrawn_at")}
    rows = Work.objects.select_related("owner", "current").defer("current__body").annotate(**counts)
    found = [_listed(work) for work in rows.filter(all_editions__gt=0)]
    kept = [each for each in found if wanted.casefold() in f"{each.title} {each.owner}".casefold()]
    return sorted(kept, key=lambda each: (each.work.owner_id is not None, each.owner, each.title))


def _listed(work: Any) -> Listed:
    owner = work.owner.name if work.owner else PROGRAMME
    return Listed(work, work.title(), owner, work.all_editions, work.taken_back)


def hotlines() -> Work | None:
    """The one list of hotlines, with its current edition; None before it was loaded."""
    return Work.objects.filter(kind=Work.Kind.HOTLINES).select_related("current").first()


def hotline_keys() -> set[str]:
    """The keys that texts may name; a retired one is still filled in where it stands."""
    work = hotlines()
    entries = work.current.read()["entries"] if work and work.current else []
    return {entry["key"] for entry in in_use(entries)}
