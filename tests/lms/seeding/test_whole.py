"""The whole demo: seeded in time, nothing left owed, something true on every page."""

import json
import os
import re
import time

import pytest

from tests.brokers import broker
from tests.databases import database, environment, manage, migrated

SLOWEST_SECONDS = 240
PROBE = """
import json
from django.test import Client
from django.utils import timezone
from attempts.models import Attempt, Flag
from certificates.models import Credential
from outbox.models import Owed
from outbox.searches import reconcile
from people.models import Chain, Person, Region, Shift, Store
def told(path, number, marker):
    client = Client(headers={"host": "localhost"})
    client.force_login(Person.objects.get(employee_number=number, chain__slug="fuxiao" if number[0] == "F" else None))
    answer = client.get(path, follow=True)
    return answer.status_code, marker in answer.content.decode()
pages = %s
print("PROBE" + json.dumps({
    "counts": [model.objects.count() for model in (Chain, Region, Store, Person)],
    "left_owed": Owed.objects.exclude(state="done").count(),
    "faults": reconcile(timezone.now()),
    "cycles": sorted(set(Credential.objects.values_list("cycle", flat=True))),
    "revoked": Credential.objects.exclude(revoked_at=None).count(),
    "shifts": Shift.objects.count(),
    "flags": sorted(set(Flag.objects.values_list("state", flat=True))),
    "open": Attempt.objects.filter(state="open").count(),
    "pages": [(path, number, *told(path, number, marker)) for path, number, marker in pages],
}))
"""
PAGES = [
    ("/", "F0023", "同理心提問"),
    ("/", "F0001", "證書"),
    ("/board/", "F0001", "榕樹門市"),
    ("/board/", "F9001", "北區"),
    ("/board/", "F9100", "拂曉超商"),
    ("/board/fuxiao/people/", "F9100", "F0001"),
    ("/board/fuxiao/time/", "F9100", "分鐘"),
    ("/board/fuxiao/", "F9200", "南區"),
    ("/studio/", "T001", "街燈教材"),
    ("/studio/", "O001", "街燈"),
]


@pytest.mark.prove
@pytest.mark.timeout(600)
def test_the_whole_world_is_seeded_in_time_with_something_true_on_every_page(tmp_path):
    with database(f"whole_{os.getpid()}", like=migrated()) as url, broker() as redis:
        redis.start()
        environ = environment(url, 8000, redis.address)
        began = time.monotonic()
        said = manage(environ, "seed_demo", "--out", str(tmp_path / "demo.json"))
        seconds = time.monotonic() - began
        probe = PROBE % json.dumps(PAGES, ensure_ascii=True)
        found = json.loads(manage(environ, "shell", "-v", "0", "-c", probe).split("PROBE", 1)[1])

    print(f"\n{said.splitlines()[-1]}")  # noqa: T201 - the figure is asked for
    assert re.search(r"600 persons, \d+ attempts, \d+ steps", said)
    assert seconds < SLOWEST_SECONDS
    assert found["counts"] == [2, 6, 60, 600]
    assert (found["left_owed"], found["faults"]) == (0, 0)
    assert found["cycles"] == [1, 2]
    assert min(found["revoked"], found["shifts"], found["open"]) > 0
    assert found["flags"] == ["mended", "no_fault", "open"]
    assert [page for page in found["pages"] if page[2:] != [200, True]] == []
