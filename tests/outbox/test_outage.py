"""The main thread of the house while Redis is gone: requests answer as always, and nothing is lost."""

import time
import uuid

import pytest

from certificates.models import Credential
from courses.actions import assign
from courses.models import Enrolment
from outbox import doorbell, tasks
from outbox.actions import drain
from outbox.models import Owed
from tests.factories.content import GOOD, course, scenario
from tests.factories.learning import steps
from tests.factories.people import StoreFactory, clerk


@pytest.fixture
def enrolment(broker, transactional_db, monkeypatch) -> Enrolment:
    """Alice has one course of one scenario to do; nothing else is owed, and the bell is rested."""
    store = StoreFactory()
    alice = clerk(store)
    assign(course=course(scenario()), chain=store.chain, by=None)
    drain()
    monkeypatch.setattr(doorbell, "_rests_until", 0.0)
    return Enrolment.objects.get(person=alice)


def sent(step):
    times = {name: getattr(step, name).isoformat() for name in ("shown_at", "answered_at")}
    return {"id": str(step.id), "seq": step.seq, "node": step.node, "answer": step.answer, "elapsed_ms": 3000, **times}


def passed(client, enrolment: Enrolment) -> list[int]:
    """Pass the course's one scenario through the API; the statuses of the steps."""
    client.force_login(enrolment.person)
    address = f"/api/v1/attempts/{uuid.uuid4()}"
    edition = enrolment.course.current.read()["works"][0]["work"]
    today = client.get("/api/v1/me/today").json()["courses"][0]
    assert [work["work"] for work in today["works"]] == [edition]
    begun = {"edition": today["works"][0]["edition"], "for": today["for"]}
    assert client.put(address, begun, content_type="application/json").status_code == 201
    answers = client.post(f"{address}/steps", [sent(s) for s in steps(GOOD)], content_type="application/json").json()
    return [answer["status"] for answer in answers]


def test_an_attempt_that_ends_while_redis_is_gone_is_answered_as_always_and_certified_later(broker, enrolment, client):
    assert not broker.answers()
    began = time.monotonic()
    assert passed(client, enrolment) == [201, 201, 201]
    assert time.monotonic() - began < 3
    assert doorbell._rests_until > began
    assert Credential.objects.count() == 0
    assert list(Owed.objects.filter(state=Owed.State.DUE).values_list("kind", flat=True)) == ["courses.progress"]

    tasks.sweep.apply(throw=True)
    assert Credential.objects.get().enrolment == enrolment
    assert Owed.objects.filter(state=Owed.State.DUE).count() == 0
