"""`python -m lms.engines …`: needs no settings, so that `make clean` can end what a broken checkout runs."""

import argparse
import os
import sys
from pathlib import Path

from lms.engines import EngineError
from lms.engines.command import ACTIONS, carry_out

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m lms.engines")
    parser.add_argument("action", choices=ACTIONS)
    parser.add_argument("--if-unused", action="store_true", help="leave them while others use them")
    given = parser.parse_args()
    try:
        told = carry_out(given.action, Path(__file__).parents[2], os.environ, if_unused=given.if_unused)
    except EngineError as fault:
        sys.exit(str(fault))
    sys.stdout.write(f"{told}\n")
