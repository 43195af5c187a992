"""The log of all reviews as CSV, without names, for fitting FSRS weights to how people here remember."""

import csv
import sys
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.utils.crypto import salted_hmac

from courses.refreshers.queries import Logged, reviews

HEADER = ("card_id", "review_time", "review_rating", "review_state", "review_duration", "person", "item")
REVIEW_STATE = 2
"""The optimiser's number for a review: there are no learning steps here, so every answer is one."""


class Command(BaseCommand):
    help = "Write every review to a CSV file as the FSRS optimiser reads it, with pseudonyms instead of persons."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, help="the file to write (default: standard output)")

    def handle(self, *, out: Path | None, **_: Any) -> None:
        if out is None:
            self._write(sys.stdout)
            return
        with out.open("w", newline="", encoding="utf-8") as file:
            written = self._write(file)
        self.stderr.write(f"{written} reviews written to {out}")

    def _write(self, file: Any) -> int:
        sheet, written = csv.writer(file), 0
        sheet.writerow(HEADER)
        for review in reviews():
            sheet.writerow(row(review))
            written += 1
        return written


def row(review: Logged) -> tuple[object, ...]:
    """One line: times in whole milliseconds since 1970 (UTC) and of thinking, ids as pseudonyms."""
    return (
        pseudonym("card", review.memory),
        int(review.at.timestamp() * 1000),
        review.rating,
        REVIEW_STATE,
        review.elapsed_ms,
        pseudonym("person", review.person),
        review.item,
    )


def pseudonym(kind: str, key: object) -> int:
    """A number that stays the same for this house's `SECRET_KEY` and leads back to nobody without it; 52 bits, which
    a spreadsheet reads exactly."""
    return int(salted_hmac(f"courses.export_reviews.{kind}", str(key), algorithm="sha256").hexdigest()[:13], 16)
