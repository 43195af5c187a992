"""How often the database is asked. Signing in costs two queries: the session and its person."""

import json
import uuid

import pytest

from content.actions.freeze import freeze
from content.models import Edition, Work, script_of
from courses.actions import assign
from courses.models import Enrolment
from people.models import Role
from tests.factories.content import course, scenario, scenario_body
from tests.factories.learning import play, settle, steps
from tests.factories.people import LONG_AGO, StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
SIGN_IN = 2


def long_scenario(cards: int = 12) -> Edition:
    """So many cards and an ending."""
    body = scenario_body()
    names = [f"c{n}" for n in range(cards)]
    ways = zip(names, [*names[1:], "end_good"], strict=True)
    nodes = [{"id": name, "kind": "card", "to": to} for name, to in ways]
    body |= {"start": "c0", "nodes": [*nodes, {"id": "end_good", "kind": "ending", "outcome": "correct"}]}
    work = Work.objects.create(kind=Work.Kind.SCENARIO)
    return freeze(work=work, body=body, by=None, at=LONG_AGO)


@pytest.fixture
def alice(client):
    """A clerk who is signed in."""
    found = clerk(StoreFactory())
    client.force_login(found)
    return found


def enrolled(person, *editions) -> Enrolment:
    assign(course=course(*editions), chain=person.chain, by=None, at=LONG_AGO)
    return Enrolment.objects.latest("pk")


def begun(client, enrolment, edition) -> str:
    address = f"/api/v1/attempts/{uuid.uuid4()}"
    body = {"edition": edition.pk, "for": enrolment.purpose}
    assert client.put(address, body, content_type="application/json").status_code == 201
    return address


def sent(number: int, *, first: int = 1) -> list[dict[str, object]]:
    answers = [(f"c{seq - 1}", None) for seq in range(first, first + number)]
    return [
        {
            "id": str(s.id),
            "seq": s.seq,
            "node": s.node,
            "answer": s.answer,
            "shown_at": s.shown_at.isoformat(),
            "answered_at": s.answered_at.isoformat(),
            "elapsed_ms": s.elapsed_ms,
        }
        for s in steps(answers, first=first)
    ]


def test_an_edition_is_one_query_beyond_sign_in_and_none_where_the_phone_has_it(
    client, alice, django_assert_num_queries
):
    address = f"/api/v1/editions/{scenario().pk}"
    with django_assert_num_queries(SIGN_IN + 1):
        answer = client.get(address)
    assert answer.status_code == 200
    with django_assert_num_queries(SIGN_IN):
        again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


# Beyond sign-in: savepoint, the attempt under lock, its steps, the new steps in one statement, release.
STEPS = SIGN_IN + 5


@pytest.mark.parametrize("number", [1, 10])
def test_a_flush_asks_as_often_for_ten_steps_as_for_one(client, alice, django_assert_num_queries, number):
    edition = long_scenario()
    script_of(edition.pk)
    address = begun(client, enrolled(alice, edition), edition)
    with django_assert_num_queries(STEPS):
        answer = client.post(f"{address}/steps", sent(number), content_type="application/json")
    assert [one["status"] for one in answer.json()] == [201] * number


def test_the_second_step_and_the_eleventh_ask_alike(client, alice, django_assert_num_queries):
    edition = long_scenario()
    script_of(edition.pk)
    address = begun(client, enrolled(alice, edition), edition)
    assert client.post(f"{address}/steps", sent(1), content_type="application/json").status_code == 200
    for first in (2, 11):
        [step] = sent(1, first=first)
        with django_assert_num_queries(STEPS):
            answer = client.put(f"{address}/steps/{step.pop('id')}", step, content_type="application/json")
        assert answer.status_code == (201 if first == 2 else 202)


@pytest.mark.parametrize(("address", "beyond"), [("/api/v1/me/today", 8), ("/", 3)])
@pytest.mark.parametrize("courses", [1, 3])
def test_a_clerks_day_asks_as_often_for_three_courses_as_for_one(
    client, alice, django_assert_num_queries, address, beyond, courses
):
    for _ in range(courses):
        first, second = scenario(), scenario()
        enrolment = enrolled(alice, first, second)
        play(alice, first, enrolment)
        begun(client, enrolment, second)
    settle()
    client.get(address)
    with django_assert_num_queries(SIGN_IN + beyond):
        answer = client.get(address)
    assert answer.status_code == 200
    title = "門市關懷前線"
    told = answer.content.decode()
    assert told.count(title) + told.count(json.dumps(title)) >= courses


@pytest.mark.parametrize("stores", [1, 3])
def test_the_board_asks_as_often_for_three_stores_as_for_one(client, django_assert_num_queries, stores):
    first = StoreFactory(name="第一門市")
    shown = [first, *(StoreFactory(region=first.region, name=f"又一門市{n}") for n in range(1, stores))]
    for store in shown:
        clerk(store)
        clerk(store)
    enrolled(first, scenario())
    settle()
    client.force_login(posted(Role.HR, first.chain))
    with django_assert_num_queries(SIGN_IN + 5):
        answer = client.get("/board/")
    assert all(store.name in answer.content.decode() for store in shown)
