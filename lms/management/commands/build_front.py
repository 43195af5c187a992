"""`manage.py build_front`: the scripts and styles that browsers load."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.front.building import FrontError, build


class Command(BaseCommand):
    help = "Build scripts and styles into var/built; does nothing where nothing has changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = build(settings.BASE_DIR)
        except FrontError as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write("Scripts and styles are built." if done else "Scripts and styles are as they should be.")
