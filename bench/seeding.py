"""How long seeding the whole demo takes: a database of its own, in as many processes as there are cores."""

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.ground import ROOT, another_database

MOST_SECONDS = 120
SAID = re.compile(r"(\d+) persons, (\d+) attempts, (\d+) steps in (\d+) s")


def measured(environ: Mapping[str, str], home: Path) -> dict[str, Any]:
    """An entry of the report: wall seconds per 1,000 steps of history; `seconds` is the whole."""
    with another_database(environ, "seeding") as own:
        _manage(own, "migrate", "-v", "0")
        said = SAID.search(_manage(own, "seed_demo", "--out", str(home / "demo.json")))
    if said is None:
        sys.exit("The demo did not say how long its seeding took.")
    persons, attempts, steps, seconds = map(int, said.groups())
    return {
        "name": "seeding",
        "value": round(1000 * seconds / steps, 2),
        "unit": "s per 1,000 steps",
        "persons": persons,
        "attempts": attempts,
        "steps": steps,
        "seconds": seconds,
        "most_seconds": MOST_SECONDS,
    }


def _manage(environ: Mapping[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=dict(environ),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"The demo could not be seeded.\n{done.stderr}")
    return done.stdout
