"""`manage.py demo`: the whole site on this machine, with people and content in it, until Ctrl-C."""

import os
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from lms.catalogues import compile_catalogues
from lms.demo import Demo, DemoError
from lms.engines import EngineError
from lms.front.building import FrontError, build
from lms.front.collecting import collect


class Command(BaseCommand):
    help = "Start engines, migrate, seed and serve the demo on http://localhost:PORT (8000) until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--small", action="store_true", help="six stores and forty persons: up in half a minute")

    def handle(self, *args: Any, small: bool = False, **options: Any) -> None:
        prepare = partial(self.prepare, small=small)
        try:
            Demo(settings.BASE_DIR, os.environ, prepare=prepare, tell=self.tell).run()
        except (DemoError, EngineError, FrontError) as fault:
            raise CommandError(str(fault)) from fault
        except KeyboardInterrupt:
            self.tell("Ended.")

    def tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def prepare(self, url: str, *, small: bool) -> None:
        self.tell("Building scripts and styles …")
        build(settings.BASE_DIR)
        collect(settings.STATIC_ROOT)
        compile_catalogues(settings.BASE_DIR)
        self.tell("Bringing the database up to date …")
        call_command("migrate", verbosity=0, interactive=False)
        self.tell("Filling it with a course, two chains and a year of their people …")
        call_command("seed_demo", url=url, small=small)
        # Programs are forked from here on, and a shared connection would break both sides.
        connections.close_all()
