#!/usr/bin/env python
"""Django's command line for Streetlight. Starts the private engines first, where a command needs any."""

import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from lms import engines

# These look at no data, or see to the engines themselves.
WITHOUT_ENGINES = {
    *("build_front", "check", "collectstatic", "compilemessages"),
    *("demo", "engines", "help", "makemessages", "version"),
}


def main(words: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
    command = words[1] if len(words) > 1 else "help"
    if command == "demo":
        os.environ.setdefault("DEMO", "1")
    try:
        if command not in WITHOUT_ENGINES:
            engines.ensure(Path(__file__).resolve().parent, os.environ)
        execute_from_command_line(words)
    except (engines.EngineError, ImproperlyConfigured) as fault:
        sys.exit(str(fault))


if __name__ == "__main__":
    main(sys.argv)
