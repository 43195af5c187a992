"""Ends what a supervisor started, however the supervisor itself ends. Run as a script; knows nothing of Django.

Its standard input is a pipe whose other end only the supervisor holds: `+12` says that process group 12 was begun,
`-12` that it is gone, `.` that all ended well. The kernel closes the pipe when the supervisor dies, SIGKILL included:
without a `.` every group that is left is ended, then the command in the arguments, if any, is run. A child writes its
own `+` between fork and exec, so no moment is left in which it could be forgotten.
"""

import os
import signal
import subprocess
import sys
import time

PATIENCE = 10.0


def alive(group: int) -> bool:
    """Return whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def send(groups: set[int], number: signal.Signals) -> None:
    """Send a signal to every process of the groups; gone ones are passed over."""
    for group in groups:
        try:
            os.killpg(group, number)
        except ProcessLookupError:
            continue


def end(groups: set[int], patience: float) -> None:
    """Ask every process of the groups to end, wait up to `patience` seconds, then kill what is left."""
    send(groups, signal.SIGTERM)
    until = time.monotonic() + patience
    while any(map(alive, groups)) and time.monotonic() < until:
        time.sleep(0.05)
    send(groups, signal.SIGKILL)


def watch() -> None:
    """Keep the list of groups until the pipe closes, then end them and run the last command."""
    groups: set[int] = set()
    for line in sys.stdin:
        if line == ".\n":
            return
        change, group = line[0], int(line[1:])
        (groups.add if change == "+" else groups.discard)(group)
    end(groups, PATIENCE)
    if sys.argv[1:]:
        subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    watch()
