"""`manage.py makemessages`: gather the words of the interface into `locale/`; a file changes only when words do."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.commands import makemessages

IGNORED = ["tests/*", "bench/*", "var/*", "lms/seeding/*", "*/migrations/*", "*/static/*"]
# The studio and the operators' desk speak Chinese; Wagtail's own words there follow the trainer's preference.
IGNORED += ["content/templates/content/*", "content/templates/wagtailadmin/*"]
IGNORED += ["attempts/templates/attempts/studio/*", "courses/templates/courses/desk/*"]
IGNORED += ["content/blocks/*", "*/wagtail_hooks.py", "courses/desk/*"]
DATED = '"POT-Creation-Date:'


class Command(makemessages.Command):
    """Django's own, for our languages and our kinds of files; sorted, without places and dates."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--sort-output"]
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching", "--sort-output"]

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(
            locale=[code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE],
            extensions=["html,svg,txt,py"],
            ignore_patterns=IGNORED,
            no_wrap=True,
            no_location=True,
            no_obsolete=True,
        )

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        for catalogue in Path(self.default_locale_path).glob("*/LC_MESSAGES/django.po"):
            lines = catalogue.read_text("utf-8").splitlines(keepends=True)
            catalogue.write_text("".join(line for line in lines if not line.startswith(DATED)), "utf-8")
