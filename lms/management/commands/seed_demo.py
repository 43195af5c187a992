"""`manage.py seed_demo`: fill the demo's database, once, and write var/demo.json."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from lms.seeding import seed


class Command(BaseCommand):
    help = "Makes the demo's chains, stores, persons and their history, once, and writes var/demo.json."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", default=settings.BASE_URL, help="the address that var/demo.json names")

    def handle(self, *args: Any, url: str, **options: Any) -> None:
        seed(url=url, var=settings.VAR, tell=self.stdout.write)
