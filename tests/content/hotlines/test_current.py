"""Which list of hotlines is current, told on every answer."""

import pytest
from django.test import Client

from content.actions.freeze import freeze
from content.hotlines.current import HEADER, SECONDS, current
from content.models import Work
from tests.factories.content import scenario
from tests.factories.people import StoreFactory, clerk

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone() -> Client:
    client = Client()
    client.force_login(clerk(StoreFactory()))
    return client


def test_answers_name_the_current_edition_and_follow_a_change(hotlines: Work, phone: Client) -> None:
    def told() -> list[str]:
        return [phone.get(f"/api/v1/{address}")[HEADER] for address in ("me/today", "hotlines", "nowhere")]

    assert told() == [hotlines.current_id] * 3
    changed = freeze(work=hotlines, body=hotlines.current.read() | {"entries": []}, by=None)
    assert told() == [changed.pk] * 3
    assert phone.get("/api/v1/hotlines").json() == {"edition": changed.pk}


def test_where_there_are_none_it_says_so(phone: Client) -> None:
    answer = phone.get("/api/v1/hotlines")
    assert (answer.json(), answer[HEADER]) == ({"edition": None}, "none")


def test_an_answer_that_is_kept_for_ever_does_not_name_it(hotlines: Work, phone: Client) -> None:
    assert HEADER not in phone.get(f"/api/v1/editions/{scenario().pk}")


def test_pages_do_not_name_it(hotlines: Work, phone: Client) -> None:
    assert HEADER not in phone.get("/me/")


def test_it_is_read_once_for_many_answers(hotlines: Work, phone: Client, django_assert_num_queries) -> None:
    sign_in = 2
    with django_assert_num_queries(sign_in + 1):
        phone.get("/api/v1/hotlines")
    with django_assert_num_queries(sign_in):
        phone.get("/api/v1/hotlines")


def test_it_is_no_staler_than_ten_seconds(hotlines: Work) -> None:
    assert (current.seconds, SECONDS) == (10.0, 10.0)
    current.hold("old", 0)
    assert current.now() == hotlines.current_id
