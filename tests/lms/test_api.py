"""The API put together: its document, editions over the wire, the day."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from content.actions.freeze import freeze
from content.actions.withdraw import withdraw
from content.models import Work
from tests.factories.content import GOOD, scenario, scenario_body
from tests.factories.learning import play, settle
from tests.factories.people import ChainFactory, StoreFactory, clerk, person
from tests.factories.walks import walk

pytestmark = pytest.mark.django_db
EDITIONS = "/api/v1/editions/"
SECRETS = {"points", "quality", "qualities", "pass_mark", "competencies", "best"}


@pytest.fixture
def alices():
    return walk()


@pytest.fixture
def alice(alices):
    client = Client()
    client.force_login(alices.clerk)
    return client


def members(value):
    """Every member name anywhere in a JSON value."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from members(part)


def test_the_openapi_document_is_served_to_anybody_and_describes_each_call():
    answer = Client().get("/api/v1/openapi.json")
    document = json.loads(answer.content)
    assert (answer.status_code, document["openapi"][:2], document["info"]["title"]) == (200, "3.", "Streetlight")
    calls = {(method, route): call for route, methods in document["paths"].items() for method, call in methods.items()}
    assert len(calls) >= 7
    assert all(call["summary"] and call["security"] and call["responses"] for call in calls.values())


def test_the_schemas_of_the_document_are_schemas():
    document = json.loads(Client().get("/api/v1/openapi.json").content)
    schemas = document["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    assert set(schemas["FlushIn"]["required"]) == {"seq", "node", "shown_at", "answered_at", "elapsed_ms", "id"}


def test_the_flush_is_described_as_a_list_in_the_body():
    document = json.loads(Client().get("/api/v1/openapi.json").content)
    flush = document["paths"]["/api/v1/attempts/{attempt_id}/steps"]["post"]
    schema = flush["requestBody"]["content"]["application/json"]["schema"]
    assert (schema["type"], schema["maxItems"]) == ("array", 200)


def test_an_edition_is_one_row_beyond_sign_in(alice, alices, django_assert_num_queries, settings):
    settings.SECOND_FACTOR = True
    alice.get(f"{EDITIONS}{alices.script.pk}")
    with django_assert_num_queries(3) as caught:
        answer = alice.get(f"{EDITIONS}{alices.script.pk}")
    assert [set(re.findall('FROM "([a-z_]+)"', query["sql"])) for query in caught] == [
        {"django_session"},
        # One row: who it is, that no second factor is owed, how much waits in the inbox.
        {"people_person", "people_posting", "mfa_authenticator", "people_notice", "drills_call"},
        {"content_learnerview"},
    ]
    assert answer.json()["edition"] == alices.script.pk


def test_an_edition_may_be_kept_for_ever_and_is_answered_304_by_its_hash(alice, alices, django_assert_num_queries):
    first = alice.get(f"{EDITIONS}{alices.script.pk}")
    assert first["Cache-Control"] == "private, max-age=31536000, immutable"
    with django_assert_num_queries(2):
        again = alice.get(f"{EDITIONS}{alices.script.pk}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_another_language_is_another_tag(alice, alices):
    tag = alice.get(f"{EDITIONS}{alices.script.pk}")["ETag"]
    answer = alice.get(f"{EDITIONS}{alices.script.pk}?lang=en", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.json()["title"]) == (200, "The lost elder")


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("zh-Hant", "迷路的長者"),
        ("en", "The lost elder"),
        ("en-GB", "The lost elder"),
        ("vi", "迷路的長者"),
        ("zh-TW", "迷路的長者"),
    ],
)
def test_a_language_that_is_not_there_falls_back(alice, alices, lang, title):
    assert alice.get(f"{EDITIONS}{alices.script.pk}?lang={lang}").json()["title"] == title


@pytest.mark.parametrize("lang", ["", "%00", "a%0d%0aSet-Cookie:x", "zh_Hant", "e" * 9, "*", "../en", "%F0%9F%8F%AE"])
def test_what_is_no_language_tag_is_refused(alice, alices, lang):
    assert alice.get(f"{EDITIONS}{alices.script.pk}?lang={lang}").status_code == 422


@pytest.mark.parametrize("lang", ["zh-Hant", "en"])
def test_a_learners_view_holds_neither_points_nor_qualities_nor_the_mark(alice, alices, lang):
    assert SECRETS & set(members(scenario_body())) == {"points", "quality", "pass_mark", "competencies"}
    view = alice.get(f"{EDITIONS}{alices.script.pk}?lang={lang}").json()
    assert SECRETS & set(members(view)) == set()
    assert {c["id"] for n in view["nodes"] for c in n.get("choices", []) if c.get("again")} == {"c", "green"}


def test_an_edition_of_another_chain_is_not_there(alice):
    theirs = scenario("別家的情境", owner=ChainFactory())
    assert alice.get(f"{EDITIONS}{theirs.pk}").status_code == 404
    member = Client()
    member.force_login(person(theirs.work.owner))
    assert member.get(f"{EDITIONS}{theirs.pk}").json()["title"] == "別家的情境"


def test_a_chains_own_and_the_programmes_editions_are_there(alice, alices):
    own = scenario("自家的情境", owner=alices.chain)
    titles = [alice.get(f"{EDITIONS}{e.pk}").json()["title"] for e in (own, alices.script)]
    assert titles == ["自家的情境", "迷路的長者"]


@pytest.mark.parametrize(("sha", "status"), [("0" * 64, 404), ("0" * 63, 422), ("G" * 64, 422), ("A" * 64, 422)])
def test_an_edition_that_never_was(alice, sha, status):
    assert alice.get(EDITIONS + sha).status_code == status


def test_the_hotlines_come_whole(alice):
    body = {"format": 1, "kind": "hotlines", "source": "zh-Hant", "hotlines": {"police": {"number": "110"}}}
    edition = freeze(work=Work.objects.create(kind="hotlines"), body=body, by=None)
    view = alice.get(f"{EDITIONS}{edition.pk}?lang=en").json()
    assert (view["hotlines"], view["edition"]) == ({"police": {"number": "110"}}, edition.pk)


def test_a_withdrawn_edition_can_still_be_read_so_that_what_was_taught_can_be_proven(alice, alices):
    withdraw(edition=alices.script, because="專線改號", by=None)
    assert alice.get(f"{EDITIONS}{alices.script.pk}").status_code == 200


def test_my_day_names_my_courses_their_works_and_editions(alice, alices):
    day = alice.get("/api/v1/me/today").json()
    (course,) = day["courses"]
    assert (course["for"], course["title"], course["completed_at"]) == (
        alices.enrolment.purpose,
        "門市關懷前線",
        None,
    )
    assert course["works"] == [
        {
            "work": str(alices.script.work_id),
            "kind": "scenario",
            "title": "迷路的長者",
            "minutes": 3,
            "edition": alices.script.pk,
            "state": "dark",
            "attempt": None,
            "withdrawn": False,
        }
    ]
    assert day["certificates"] == []


def test_my_day_shows_the_certificate_once_it_is_earned(alice, alices):
    play(alices.clerk, alices.script, alices.enrolment)
    settle()
    day = alice.get("/api/v1/me/today").json()
    (earned,) = day["certificates"]
    assert (earned["title"], earned["verify"].startswith("/verify/")) == ("門市關懷前線", True)
    assert day["courses"][0]["works"][0]["state"] == "lit"


def test_a_colleagues_day_is_their_own(alices):
    bob = Client()
    bob.force_login(clerk(StoreFactory(), "林小華"))
    assert bob.get("/api/v1/me/today").json()["courses"] == []


def test_a_day_takes_as_many_queries_with_three_courses_as_with_one(alice, alices):
    def queries():
        alice.get("/api/v1/me/today")  # what a course says is read once by a process
        with CaptureQueriesContext(connection) as caught:
            alice.get("/api/v1/me/today")
        return len(caught)

    from_one = queries()
    for title in ("第二課", "第三課"):
        more = walk(title, store=alices.store, name="林小華")
        play(alices.clerk, more.script, alices.clerk.enrolments.get(course=more.course), GOOD[:1])
    assert len(alice.get("/api/v1/me/today").json()["courses"]) == 3
    assert queries() == from_one
