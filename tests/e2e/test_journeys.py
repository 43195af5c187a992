"""Journeys through bad weather: no step is lost or doubled, and the outcome is that of what was tapped.

`STREETLIGHT_JOURNEYS` sets how many (200), `STREETLIGHT_SEED` which ones.
"""

import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as configured
from django.test import Client, override_settings
from hypothesis import HealthCheck, Phase, given, seed, settings
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from attempts.models import Attempt
from attempts.rules import outcome_json
from content.actions.freeze import freeze
from content.models import Edition, Work
from content.script import Node, Script, best, load, replay
from courses.actions import assign
from courses.models import Enrolment
from people.models import Person
from tests.browsers import ARGS, CHROMIUM
from tests.content.script.strategies import bodies
from tests.e2e.journeying import Journey, Phone
from tests.e2e.weather import bad_weather
from tests.factories.content import course
from tests.factories.people import LONG_AGO, PASSWORD, StoreFactory, clerk

pytestmark = [pytest.mark.prove, pytest.mark.timeout(1800)]

JOURNEYS = int(os.environ.get("STREETLIGHT_JOURNEYS", "200"))
SEED = int(os.environ.get("STREETLIGHT_SEED", "20261123"))
PHONES = 3
SCRIPTS = 12


@dataclass(frozen=True)
class Owner:
    """A clerk with a phone of her own, and the lamps she may walk to: (path, script)."""

    cookie: str
    lamps: list[tuple[str, Script]]


def random_bodies() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    @seed(SEED)
    @settings(max_examples=8 * SCRIPTS, phases=[Phase.generate], database=None, deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(bodies(5))
    def gather(body: dict[str, Any]) -> None:
        found.append(body)

    gather()
    # The longest: most of what hypothesis begins with is over in a tap or two.
    return sorted(found, key=lambda body: -len(best(load(body), str(UUID(int=SEED))).path))[:SCRIPTS]


def owner(person: Person, editions: list[Edition]) -> Owner:
    enrolment = Enrolment.objects.get(person=person)
    client = Client()
    client.force_login(person)
    lamps = [
        (f"/learn/{enrolment.pk}/{edition.work_id}/", load(json.loads(bytes(edition.body)))) for edition in editions
    ]
    return Owner(client.cookies["sessionid"].value, lamps)


@pytest.fixture
def owners(transactional_db: None) -> list[Owner]:
    editions = []
    for body in random_bodies():
        work = Work.objects.create(kind=Work.Kind(body["kind"]))
        editions.append(freeze(work=work, body=body, by=None, at=LONG_AGO))
    store = StoreFactory()
    persons = [clerk(store, f"王小{name}", password=PASSWORD) for name in "明華美"]
    assign(course=course(*editions), chain=store.chain, by=None, at=LONG_AGO)
    return [owner(person, editions) for person in persons]


def walk(url: str, owned: Owner, number: int, n: int) -> tuple[list[Journey], list[Any], Counter[str]]:
    """`n` journeys on one phone, one after the other; what the phone still kept after each; what befell it."""
    rng, counts = random.Random(SEED + number), Counter[str]()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-TW")
        context.add_cookies([{"name": "sessionid", "value": owned.cookie, "url": url}])
        phone = Phone(context, url, rng, counts)
        journeys, left = [], []
        for _ in range(n):
            path, script = rng.choice(owned.lamps)
            journeys.append(Journey(phone, path, script).go())
            left.append(journeys[-1].left())
            journeys[-1].page.close()
        browser.close()
    return journeys, left, counts


@pytest.fixture
def weather() -> Iterator[Counter[str]]:
    with bad_weather(SEED, configured.MIDDLEWARE) as counts:
        yield counts


@pytest.fixture
def url(weather: Counter[str], transactional_db: None) -> Iterator[str]:
    """The site in bad weather. Its own server, for a server keeps the middleware that it was started with."""
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        server = LiveServer("localhost")
        yield server.url
        server.stop()


def test_nothing_is_lost_or_doubled_on_any_journey(
    url: str, weather: Counter[str], owners: list[Owner], capsys: pytest.CaptureFixture[str]
) -> None:
    shares = [JOURNEYS // PHONES + (place < JOURNEYS % PHONES) for place in range(PHONES)]
    with ThreadPoolExecutor(PHONES) as threads:
        ways = enumerate(zip(owners, shares, strict=True))
        walked = list(threads.map(lambda way: walk(url, way[1][0], way[0], way[1][1]), ways))
    journeys = [journey for some, _, _ in walked for journey in some]
    befell = sum((counts for _, _, counts in walked), Counter[str]())
    steps = [judged(journey) for journey in journeys]
    told = f"{len(journeys)} journeys, {sum(steps)} steps; on phones {dict(befell)}; at the edge {dict(weather)}"
    with capsys.disabled():
        sys.stdout.write(f"\n{told}\n")
    assert len(journeys) == JOURNEYS
    assert set(weather) == {"fair", "refused", "lost", "twice", "late"} or JOURNEYS < 20
    assert [left for _, some, _ in walked for left in some] == [{}] * JOURNEYS


def judged(journey: Journey) -> int:
    """Compares the server's log with what was tapped, and its outcome with a replay of that; the number of steps."""
    attempt = Attempt.objects.get(pk=journey.attempt)
    steps = attempt.steps.order_by("seq", "received_at")
    stored = [(s.seq, s.node, said(journey.script.nodes[s.node], s.answer)) for s in steps]
    tapped = [(seq, a.node, said(journey.script.nodes[a.node], a.answer)) for seq, a in enumerate(journey.answers, 1)]
    assert stored == tapped, journey.path
    assert attempt.outcome == outcome_json(replay(journey.script, journey.answers, str(attempt.pk)))
    return len(stored)


def said(node: Node, answer: Any) -> Any:
    """What an answer says: the boxes that are ticked have no order."""
    return sorted(answer) if node.kind == "choices" and isinstance(answer, list) else answer
