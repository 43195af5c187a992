"""`python -m bench [rounds]`: measure, print the table, write `var/bench.json`; ends with 1 where a bound is missed.

`python -m bench 3 home street`: only these rows, beside `row`, which they stand against; nothing is written.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from bench import replay, seeding
from bench.clerk import Clerk
from bench.drills import report as drills
from bench.ground import ROOT, Known, filled, own_engines
from bench.rows import ROWS, Desk, Row, prepared
from bench.servers import Server, serving
from lms.catalogues import compile_catalogues

ROUNDS = 5
WARM = 20


def main() -> int:
    rounds, names = int(sys.argv[1]) if sys.argv[1:] else ROUNDS, sys.argv[2:]
    rows = chosen(names)
    compile_catalogues(ROOT)
    home = Path(tempfile.mkdtemp(prefix="bench-"))
    began = time.monotonic()
    try:
        with own_engines(home, os.environ) as environ:
            figures = measured(rounds, rows, home, environ)
            seeded = {} if names else seeding.measured(environ, home)
            drilled = [] if names else drills.measured(environ)
    finally:
        shutil.rmtree(home)
    lines = [line(row, figures) for row in rows]
    print(f"\n{rounds} interleaved rounds, {time.monotonic() - began:.0f} s in all; CPU of the web processes")
    print(f"{'name':<15}{'CPU ms':>8}  {'against':<9}{'ratio':>6}{'bound':>7}")
    for entry in lines:
        print(
            f"{entry['name']:<15}{entry['value']:>8.3f}  {entry['against']:<9}{entry['ratio']:>6.2f}{_verdict(entry)}"
        )
    slow = any(missed(entry) for entry in lines)
    return int(slow if names else _whole(lines, seeded, drilled) or slow)


def chosen(names: Sequence[str]) -> list[Row]:
    """The rows of these names, `row` always among them; all of them where none is named."""
    unknown = set(names) - {row.name for row in ROWS}
    if unknown:
        sys.exit(f"No row is called {', '.join(sorted(unknown))}. There are: {', '.join(row.name for row in ROWS)}.")
    return [row for row in ROWS if not names or row.name in {"row", *names}]


def _whole(lines: list[dict[str, object]], seeded: dict[str, Any], drilled: list[dict[str, Any]]) -> bool:
    """What belongs to the whole report beside the rows, and the file of it; whether a bound of these was missed."""
    replayed = replay.measured()
    write([*lines, replayed, seeded, *drilled])
    few = replayed["value"] < replayed["least"]
    verdict = f"at least {replayed['least']:,}  {'MISSED' if few else 'ok'}"
    print(f"\nreplay: {replayed['value']:,} {replayed['unit']}, {verdict}")
    late = seeded["seconds"] > seeded["most_seconds"]
    whole = "{persons} persons, {attempts:,} attempts, {steps:,} steps in {seconds} s".format(**seeded)
    verdict = f"at most {seeded['most_seconds']} s  {'MISSED' if late else 'ok'}"
    print(f"seeding: {seeded['value']} {seeded['unit']}; {whole}, {verdict}")
    drills.printed(drilled)
    return few or late or any(map(drills.missed, drilled))


def measured(rounds: int, rows: list[Row], home: Path, environ: dict[str, str]) -> dict[str, list[float]]:
    """CPU seconds per request by row, one figure per round."""
    known = filled(environ)
    figures: dict[str, list[float]] = {row.name: [] for row in rows}
    with ExitStack() as stack:
        needed = dict.fromkeys(row.server for row in rows)
        servers = {name: stack.enter_context(serving(name, environ, home / name)) for name in needed}
        desks = {name: desk(server, known) for name, server in servers.items()}
        for row in rows:
            cost(row, servers[row.server], desks[row.server], min(WARM, row.often))
        for _ in range(rounds):
            for row in rows:
                figures[row.name].append(cost(row, servers[row.server], desks[row.server], row.often))
    return figures


def desk(server: Server, known: Known) -> Desk:
    sessions = ("", known.reader, known.player, known.learned, known.hr, known.desk)
    return Desk(known, *(Clerk(server.port, session) for session in sessions))


def cost(row: Row, server: Server, at: Desk, often: int) -> float:
    """Seconds of the server's CPU for one request, over `often` of them on one connection.

    Each time on a new connection: servers close one that was idle while the others were measured.
    """
    requests = prepared(row, at, often)
    before = server.cpu()
    for send in requests:
        send()
    spent = server.cpu() - before
    at.leave()
    return spent / often


def line(row: Row, figures: dict[str, list[float]]) -> dict[str, object]:
    """One entry of the report: the median of the rounds, against `row`."""
    value, against = median(figures[row.name]), median(figures["row"])
    return {
        "name": row.name,
        "value": round(value * 1000, 3),
        "unit": "ms CPU",
        "against": "row",
        "ratio": round(value / against, 2),
        "bound": row.bound,
    }


def missed(entry: dict[str, object]) -> bool:
    return entry["bound"] is not None and entry["ratio"] > entry["bound"]


def _verdict(entry: dict[str, object]) -> str:
    return "" if entry["bound"] is None else f"{entry['bound']:>7}  {'MISSED' if missed(entry) else 'ok'}"


def write(lines: list[dict[str, object]]) -> None:
    (ROOT / "var").mkdir(exist_ok=True)
    (ROOT / "var/bench.json").write_text(json.dumps({"rows": lines}, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())
