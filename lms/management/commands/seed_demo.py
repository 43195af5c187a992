"""`manage.py seed_demo`: fill the demo's database, once, and write var/demo.json."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from lms.seeding import seed


class Command(BaseCommand):
    help = "Makes the demo's chains, stores, persons and their history, once, and writes var/demo.json."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", default=settings.BASE_URL, help="the address to name in the file")
        parser.add_argument("--small", action="store_true", help="six stores and forty persons, as the tests use it")
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many learn at once")
        parser.add_argument("--out", type=Path, default=settings.VAR / "demo.json", help="the file of sign-ins")

    def handle(self, *args: Any, url: str, out: Path, small: bool, processes: int, **options: Any) -> None:
        seed(url=url, out=out, tell=self.stdout.write, whole=not small, processes=1 if small else processes)
