"""When a question is asked again. Plain Python around FSRS-6 (Ye, Su and Cao 2022; the library `fsrs`).

Days are days of the shop. A day is the smallest unit: who answers at 23:00 and again at 7:00 has slept in between.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from fsrs import Card, Rating, Scheduler, State

from content.script import SKIP, TIMEOUT, Node

MOST_A_DAY = 3
"""Questions that one person is asked in a day: about a minute."""

LONGEST_DAYS = 90
RETENTION = 0.90
CAREFUL_RETENTION = 0.95
CAREFUL = frozenset({"privacy", "report"})
"""Competencies of which more is kept: a slip there hurts somebody who is not in the shop to say so."""

HAN_MS = 235
LETTER_MS = 68
"""Reading aloud, adults of 18 … 35 in their first language: 255 (SD 29) Han characters a minute, which is 235 ms each;
68 ms a character over the alphabetic scripts. S. Trauzettel-Klosinski, K. Dietz, IReST Study Group: Standardized
Assessment of Reading Performance, Invest. Ophthalmol. Vis. Sci. 53(9), 2012, doi:10.1167/iovs.11-8284. Aloud is slower
than silent: the bound is kind to who reads in a second language."""

THINKING_MS: Mapping[str, int] = {
    "choice": 8_000,
    "level": 8_000,
    "choices": 12_000,
    "number": 15_000,
    "order": 20_000,
    "match": 25_000,
    "text": 40_000,
}
"""What a kind of question takes beside the reading: deciding, and the hands' work on a telephone."""

LONGEST_MS = 5 * 60 * 1000
"""What an answer takes at most: who is away for longer serves a customer. As long as learning time counts a step."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One first answer: its day and its rating (1 Again, 2 Hard, 3 Good)."""

    day: date
    rating: int


@dataclass(frozen=True, slots=True)
class Remembered:
    """Where a memory stands: `stability` in days, `difficulty` 1 … 10, when it was last asked and is due."""

    stability: float
    difficulty: float
    day: date
    due: date


def retention(competencies: Collection[str]) -> float:
    """Which share of a question with these competencies is to be kept (0 … 1)."""
    return CAREFUL_RETENTION if CAREFUL & set(competencies) else RETENTION


def slow_after_ms(kind: str, text: str) -> int:
    """How long a ready answer takes at most, in milliseconds: reading all of the text once, and the kind's thinking."""
    letters = [sign for sign in text if not sign.isspace()]
    han = sum(sign >= "\u2e80" for sign in letters)
    return THINKING_MS[kind] + han * HAN_MS + (len(letters) - han) * LETTER_MS


def bounded_ms(elapsed_ms: int) -> int:
    """What a phone measured, within 0 … `LONGEST_MS`."""
    return max(0, min(elapsed_ms, LONGEST_MS))


def quality(node: Node, answer: Any) -> str | None:
    """The quality of the way that an allowed answer takes; None where the question was skipped."""
    if answer == SKIP:
        return None
    if answer == TIMEOUT and node.timeout:
        return node.timeout.quality
    return node.ways[str(node.grade(answer))].quality


def rating(quality: str, elapsed_ms: int, slow_after: int) -> int:
    """How the first answer is rated. `quality` is its way's: poor and critical were wrong and are Again; good is Good,
    or Hard where it took longer than `slow_after` milliseconds; ok, which is half right, is Hard."""
    if quality in ("poor", "critical"):
        return int(Rating.Again)
    ready = quality == "good" and bounded_ms(elapsed_ms) <= slow_after
    return int(Rating.Good if ready else Rating.Hard)


def remembered(reviews: Iterable[Reviewed], keep: float) -> Remembered | None:
    """Where these reviews, in the order in which they were given, leave a memory; None without any. `keep` is the share
    that is wanted.

    One review a day counts, the first; another on the same day tells of the minutes between, not of the memory.
    """
    found: Remembered | None = None
    for review in reviews:
        if found is None or review.day > found.day:
            found = after(found, review, keep)
    return found


def after(before: Remembered | None, review: Reviewed, keep: float) -> Remembered:
    """Where one more review leads. It must not be of an earlier day than `before`."""
    card, _ = _scheduler(keep).review_card(_card(before), Rating(review.rating), _utc(review.day))
    if card.stability is None or card.difficulty is None:
        raise ArithmeticError("a reviewed card has a stability and a difficulty")
    return Remembered(card.stability, card.difficulty, review.day, card.due.date())


def retrievability(memory: Remembered | None, day: date) -> float:
    """The chance (0 … 1) that it is known on this day; 0 where it was never asked: nothing is known of it."""
    return float(_scheduler(RETENTION).get_card_retrievability(_card(memory), _utc(day)))


@cache
def _scheduler(keep: float) -> Scheduler:
    return Scheduler(
        desired_retention=keep,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST_DAYS,
        enable_fuzzing=False,
    )


def _card(memory: Remembered | None) -> Card:
    if memory is None:
        return Card(card_id=0)
    return Card(
        card_id=0,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_utc(memory.due),
        last_review=_utc(memory.day),
    )


def _utc(day: date) -> datetime:
    """FSRS counts in UTC; a day stands for its midnight there, so that it is whole days that lie between."""
    return datetime.combine(day, time(), UTC)
