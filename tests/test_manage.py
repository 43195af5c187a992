"""The command line where it cannot start: one sentence, no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("command", "name", "value", "sentence"),
    [
        (
            "migrate",
            "DATABASE_URL",
            "mysql://u@h/n",
            (
                "DATABASE_URL makes no sense: write it as postgres://user:password@host:5432/name?sslmode=require, "
                "or unset it to use the private server."
            ),
        ),
        ("demo", "PORT", "http", "PORT='http' makes no sense: set it to a number, or unset it for 8000."),
        ("check", "DEBUG", "maybe", "DEBUG='maybe' makes no sense: set it to 1 or 0."),
        (
            "engines",
            "STREETLIGHT_ENGINES",
            "both",
            "STREETLIGHT_ENGINES='both' makes no sense: set it to demo or test, or unset it.",
        ),
    ],
)
def test_a_nonsensical_setting_stops_the_start_with_one_sentence(command, name, value, sentence):
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env={**os.environ, name: value},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{sentence}\n")
