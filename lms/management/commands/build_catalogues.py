"""`manage.py build_catalogues`: what the interface says in other languages, from `locale/`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from lms.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Build the catalogues of the interface's languages; does nothing where nothing has changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("Built: " + (", ".join(compile_catalogues(settings.BASE_DIR)) or "nothing has changed") + ".")
