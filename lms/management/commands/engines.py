"""`manage.py engines start|stop|status|remove`: the private PostgreSQL and Redis of this checkout by hand."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.engines import EngineError
from lms.engines.command import ACTIONS, carry_out


class Command(BaseCommand):
    help = "Start, stop, show or remove the private PostgreSQL and Redis of this checkout."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=ACTIONS)

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        try:
            self.stdout.write(carry_out(action, settings.BASE_DIR, os.environ))
        except EngineError as fault:
            raise CommandError(str(fault)) from fault
