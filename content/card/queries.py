"""Reads of the card: as it is now, and whether it reads differently from what a phone has."""

from datetime import date

from content.card.reading import card
from content.card.writing import Card, write
from content.hotlines.rules import STALE_DAYS, Entry, is_stale
from content.queries import hotlines
from people.keeping import version_of


def card_for(lang: str, today: date) -> Card:
    """The card in one language on one day in Taiwan; one query."""
    edition, entries = _hotlines()
    return write(card(), lang, today, entries, edition)


def card_version(lang: str, today: date) -> str:
    """Changes when the card would read differently; one query."""
    edition, entries = _hotlines()
    stale = [entry["key"] for entry in entries if is_stale(entry, today)]
    old = [part for part, days in card().verified.items() if (today - min(days)).days > STALE_DAYS]
    return version_of(card().sha256, lang, edition, stale, old)


def _hotlines() -> tuple[str, list[Entry]]:
    """The current edition's hash, empty where there is none, and its entries."""
    work = hotlines()
    return (work.current.pk, work.current.read()["entries"]) if work and work.current else ("", [])
