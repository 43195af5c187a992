"""Reads of content that cross models."""

from content.hotlines.rules import in_use
from content.models.works import LearnerView, Work
from content.rules import SOURCE


def view_of(sha256: str, lang: str, chain_id: int | None) -> LearnerView | None:
    """The learner's view of an edition, in one query: the wanted language, else its base, else the source language;
    `*` is what has all languages in one. None where there is none or it belongs to another chain."""
    wanted = [lang, lang.split("-")[0], SOURCE, "*"]
    rows = {row.lang: row for row in LearnerView.objects.filter(edition_id=sha256, lang__in=wanted)}
    row = next((rows[tag] for tag in wanted if tag in rows), None)
    return row if row is not None and row.owner_id in (None, chain_id) else None


def hotlines() -> Work | None:
    """The one list of hotlines, with its current edition; None before it was loaded."""
    return Work.objects.filter(kind=Work.Kind.HOTLINES).select_related("current").first()


def hotline_keys() -> set[str]:
    """The keys that texts may name; a retired one is still filled in where it stands."""
    work = hotlines()
    entries = work.current.read()["entries"] if work and work.current else []
    return {entry["key"] for entry in in_use(entries)}
