"""Every test runs on real engines: private servers of this checkout, started once and left to `make clean`."""

import os
from pathlib import Path

from lms import engines

engines.ensure(Path(__file__).resolve().parent.parent, os.environ)
