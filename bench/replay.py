"""How many attempts the scoring replays: no server, no database, one process; scripts are loaded already, as in one."""

import json
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from time import process_time
from typing import Any
from uuid import UUID

import content.script
from content.script import Answer, Play, Script, best, load, replay

PER_MINUTE = 10_000
ATTEMPTS = 3_000
_DATA = Path(content.script.__file__).parents[1] / "data" / "scripts"
_NIGHT = Path(content.script.__file__).parent / "vectors" / "plays" / "night.json"


@dataclass(frozen=True)
class Attempt:
    """A log as it is replayed."""

    script: Script
    seed: str
    answers: tuple[Answer, ...]


def measured(attempts: int = ATTEMPTS) -> dict[str, Any]:
    """An entry of the report: attempts that are replayed in one minute of CPU, each whole and with its own seed."""
    ready = prepared(attempts)
    began = process_time()
    for attempt in ready:
        replay(attempt.script, attempt.answers, attempt.seed)
    spent = process_time() - began
    return {
        "name": "replay",
        "value": round(60 * len(ready) / spent),
        "unit": "attempts per CPU minute",
        "least": PER_MINUTE,
    }


def prepared(attempts: int) -> list[Attempt]:
    """Attempts at the starter programme and at a script of format 2 with everything in it; every other one clumsy."""
    bodies = [json.loads(file.read_text()) for file in sorted(_DATA.glob("*/script.json"))]
    scripts = [load(body, trusted=True) for body in (*bodies, json.loads(_NIGHT.read_text())["script"])]
    found = []
    for number, script in zip(range(attempts), cycle(scripts), strict=False):
        seed = str(UUID(int=number))
        clumsy = number // len(scripts) % 2
        found.append(Attempt(script, seed, _clumsy(script, seed) if clumsy else best(script, seed).path))
    return found


def _clumsy(script: Script, seed: str) -> tuple[Answer, ...]:
    """The worst way first at every question, and all that is to mend mended."""
    play, answers = Play(script, seed), []
    while play.expects is not None:
        node = script.nodes[play.expects]
        ways = [name for name in play.open if node.key is None or name in node.samples]
        if play.ending is not None:
            ways = [name for name in ways if node.ways[name].quality != "critical"]
        worst = max(ways, key=lambda name: _WORST.index(node.ways[name].quality), default=None)
        answers.append(Answer(node.id, node.answer(worst) if worst else None))
        play.take(answers[-1])
    return tuple(answers)


_WORST = ("good", "ok", "poor", "critical")
