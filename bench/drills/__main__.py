"""`python -m bench.drills MEASURE`: one measure in this process, on the database that the environment names; its entry
as a line of JSON. `country` makes what the others need."""

import json
import sys
from collections.abc import Callable
from typing import Any

import django

django.setup()

from bench.drills import country, dispatching, planning  # noqa: E402 - models need settings

MEASURES: dict[str, Callable[[], Any]] = {
    "country": country.build,
    "plan-drill-small": planning.small,
    "plan-drill": planning.whole,
    "dispatch-drill-small": dispatching.small,
    "dispatch-drill": dispatching.whole,
}


if __name__ == "__main__":
    print(json.dumps(MEASURES[sys.argv[1]]()))
