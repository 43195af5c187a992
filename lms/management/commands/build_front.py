"""`manage.py build_front`: the scripts and styles that browsers load, and every static file under its hashed name."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.front.building import FrontError, build
from lms.front.collecting import collect


class Command(BaseCommand):
    help = "Build scripts and styles, and gather all static files in STATIC_ROOT; does nothing that is done already."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = build(settings.BASE_DIR), collect(settings.STATIC_ROOT)
        except FrontError as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write("Scripts and styles are built." if any(done) else "Scripts and styles are as they should be.")
