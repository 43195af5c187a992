"""`python -m lms.engines start|stop|status|remove`, also `manage.py engines`: the private servers by hand."""

from collections.abc import Mapping
from pathlib import Path

from lms import engines

ACTIONS = ("start", "stop", "status", "remove")


def carry_out(action: str, base: Path, environ: Mapping[str, str], *, if_unused: bool = False) -> str:
    """Do one of ACTIONS and return what to tell; raise EngineError where it cannot be done."""
    if action == "start":
        started = engines.ensure(base, environ)
        if engines.status(base, environ):
            engines.keep(base, environ)
        return f"Started: {', '.join(started) or 'nothing, all were up'}."
    if action == "stop":
        ended = engines.stop(base, environ, if_unused=if_unused)
        return f"Ended: {', '.join(ended) or 'nothing'}."
    if action == "remove":
        engines.remove(base, environ)
        return "Ended and removed the private servers and their data."
    return "\n".join(map(_told, engines.status(base, environ))) or "Nothing private: both URLs are set."


def _told(state: engines.State) -> str:
    if state.answers:
        return f"{state.name} runs (process {state.pid}): {state.address}"
    if state.pid:
        return f"{state.name} runs but does not answer (process {state.pid})"
    return f"{state.name} is not running"
