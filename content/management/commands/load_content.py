"""`manage.py load_content`: brings the data files in, and in again without doubling."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from content.actions.change_hotlines import WrongHotline
from content.actions.publish import CannotPublish
from content.loading.load import load_content


class Command(BaseCommand):
    help = "Loads hotlines, scripts and courses from content/data into the programme's library and publishes them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", help="ISO 8601 time that the editions carry; now if left out")

    def handle(self, *args: Any, at: str | None, **options: Any) -> None:
        try:
            done = load_content(at=_time(at) if at else None)
        except CannotPublish as refusal:
            raise CommandError(f"{refusal.page}: {refusal}") from refusal
        except WrongHotline as refusal:
            told = " ".join(f"{fault.key}: {fault.message}" for fault in refusal.faults)
            raise CommandError(f"hotlines.toml: {told}") from refusal
        for each in done:
            self.stdout.write(f"{'loaded   ' if each.changed else 'unchanged'} {each.title}")


def _time(text: str) -> datetime:
    found = parse_datetime(text)
    if found is None:
        raise CommandError(f"--at {text!r} is no ISO 8601 time: write it like 2026-11-22T20:00:00+08:00.")
    return found if timezone.is_aware(found) else timezone.make_aware(found)
