"""Runs the measures of drills one after the other on a database of their own, and prints them."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from bench.ground import ROOT, another_database

MEASURES: tuple[str, ...] = ("plan-drill", "dispatch-drill")
"""In the order in which they run; each is a name in `bench.drills.__main__`, and so is its hundredth."""

FLAT = 1.1
"""Memory that is flat grows by less than this from a hundredth to all."""

Entry = dict[str, Any]


def measured(environ: Mapping[str, str]) -> list[Entry]:
    """The entries of the report: each with `name`, `value`, `unit`, `against`, `against_value`, `ratio`, `bound`, and
    the peak of memory in MB of a process that does a hundredth (`small_mb`), and of one that does all (`peak_mb`)."""
    with another_database(environ, "drills") as own:
        _run(own, "country")
        return [{"small_mb": _run(own, f"{name}-small")["peak_mb"], **_run(own, name)} for name in MEASURES]


def missed(entry: Entry) -> bool:
    ratios = (entry["ratio"], entry.get("ratio_where_nothing_is_known", 0))
    return bool(max(ratios) > entry["bound"] or entry["peak_mb"] > FLAT * entry["small_mb"])


def printed(entries: Iterable[Entry]) -> None:
    for entry in entries:
        first = entry.get("ratio_where_nothing_is_known")
        print(
            "{name}: {value} {unit}, {ratio} × {against} ({against_value} s)".format(**entry)
            + (f", {first} × without statistics" if first else "")
            + "; memory {small_mb} MB for a hundredth, {peak_mb} MB for all; at most {bound}  ".format(**entry)
            + ("MISSED" if missed(entry) else "ok")
        )


def _run(environ: Mapping[str, str], name: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "bench.drills", name],
        cwd=ROOT,
        env=dict(environ),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"The measure {name} of drills could not be taken.\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])
