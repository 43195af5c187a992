"""Reads of content that cross models."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from wagtail.models import Page

from content.hotlines.rules import in_use
from content.loading.files import key_of
from content.models.facts import Fact
from content.models.translations import MachineDraft
from content.models.works import LearnerView, Work
from content.rules import LANGUAGES, SOURCE, SOURCE_LOCALE
from content.script.wording import LANG_WORDS

_PICTURE = re.compile(rb'"sha256": ?"([0-9a-f]{64})"')

PROGRAMME = "街燈計畫"
"""Who owns what is nobody's own, in words."""


def view_of(sha256: str, lang: str, chain_id: int | None) -> LearnerView | None:
    """The learner's view of an edition, in one query: the wanted language, else its base, else the source language;
    `*` is what has all languages in one. None where there is none or it belongs to another chain."""
    wanted = [lang, lang.split("-")[0], SOURCE, "*"]
    rows = {row.lang: row for row in LearnerView.objects.filter(edition_id=sha256, lang__in=wanted)}
    row = next((rows[tag] for tag in wanted if tag in rows), None)
    return row if row is not None and row.owner_id in (None, chain_id) else None


def edition_url(sha256: str, lang: str | None = None) -> str:
    """Where a phone fetches an edition in a language; without one, what has all languages in one."""
    return f"/api/v1/editions/{sha256}" + (f"?lang={lang}" if lang else "")


def pictures_in(editions: Collection[str], lang: str, chain_id: int | None) -> list[str]:
    """The hashes of the pictures in these editions as learners of this language and chain see them; one query."""
    rows = LearnerView.objects.filter(edition_id__in=editions, lang__in={lang, lang.split("-")[0], SOURCE})
    bodies = rows.filter(Q(owner=None) | Q(owner=chain_id)).order_by("pk").values_list("body", flat=True)
    return list(dict.fromkeys(match.decode() for body in bodies for match in _PICTURE.findall(bytes(body))))


@dataclass(frozen=True)
class Listed:
    """A work as the operators' list shows it: `editions` counts all, `withdrawn` those taken back."""

    work: Work
    title: str
    owner: str
    editions: int
    withdrawn: int


def catalogue(wanted: str = "") -> list[Listed]:
    """Every work of every owner that was ever published, by owner and title, but the items cut from lessons; `wanted`
    is a part of the title or the owner's name. One query."""
    counts = {"all_editions": Count("editions"), "taken_back": Count("editions__withdrawn_at")}
    rows = Work.objects.filter(part_of=None).select_related("owner", "current").defer("current__body")
    found = [_listed(work) for work in rows.annotate(**counts).filter(all_editions__gt=0)]
    kept = [each for each in found if wanted.casefold() in f"{each.title} {each.owner}".casefold()]
    return sorted(kept, key=lambda each: (each.work.owner_id is not None, each.owner, each.title))


def _listed(work: Any) -> Listed:
    owner = work.owner.name if work.owner else PROGRAMME
    return Listed(work, work.title(), owner, work.all_editions, work.taken_back)


@dataclass(frozen=True)
class Spoken:
    """One translation of a work: its tag, the language in words, whether learners get it, whether it is a draft."""

    lang: str
    word: str
    there: bool
    draft: bool


def translations_of(work: Work) -> list[Spoken]:
    """Every language but the source, as of the current edition. One query."""
    marked = set(MachineDraft.objects.filter(key=work.pk).values_list("lang", flat=True))
    others = [tag for tag in LANGUAGES.values() if tag != SOURCE]
    return [Spoken(tag, LANG_WORDS[tag], tag in work.titles, tag in marked) for tag in others]


def hotlines() -> Work | None:
    """The one list of hotlines, with its current edition; None before it was loaded."""
    return Work.objects.filter(kind=Work.Kind.HOTLINES).select_related("current").first()


def hotline_keys() -> set[str]:
    """The keys that texts may name; a retired one is still filled in where it stands."""
    work = hotlines()
    entries = work.current.read()["entries"] if work and work.current else []
    return {entry["key"] for entry in in_use(entries)}


@dataclass(frozen=True)
class UsedIn:
    """Where a fact is used: a step of a script; `page` None where it is gone or not for this person to know of."""

    slug: str
    node: str
    page: Page | None


@dataclass(frozen=True)
class Known:
    """One fact for whoever looks after it."""

    fact: Fact
    stale: bool
    places: list[UsedIn]


def known_facts(on: date, pages: QuerySet[Page]) -> list[Known]:
    """All facts, what was looked at longest ago first, with their places among these pages. Two queries."""
    facts = list(Fact.objects.all())
    works = {slug: key_of(slug) for fact in facts for slug, _ in fact.places()}
    rows = pages.filter(translation_key__in=works.values(), locale__language_code=SOURCE_LOCALE)
    found = {page.translation_key: page for page in rows}
    return [
        Known(fact, fact.is_stale(on), [UsedIn(slug, node, found.get(works[slug])) for slug, node in fact.places()])
        for fact in facts
    ]
