"""What a clerk opens when it rings, and afterwards."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.drills import drill_of
from tests.factories.people import StoreFactory, clerk

pytestmark = pytest.mark.django_db


def page(state, *, minutes=1):
    store = StoreFactory()
    alice = clerk(store)
    drill = drill_of(alice, store=store, state=state, at=timezone.now() - timedelta(minutes=minutes))
    if state != "planned":
        drill.calls.update(sent_at=drill.at)
    browser = Client()
    browser.force_login(alice)
    return browser.get(f"/drill/{drill.calls.get().pk}/")


def test_while_it_rings_it_is_the_player_and_says_drill():
    html = page("sent").content.decode()
    assert 'id="drill-mark"' in html
    assert ">演練<" in html
    assert ">DRILL<" in html


@pytest.mark.parametrize("state", ["sent", "acknowledged", "completed", "missed", "aborted"])
def test_nothing_on_it_can_be_dialled(state):
    html = page(state, minutes=1 if state in ("sent", "acknowledged") else 60).content.decode()
    assert not re.search(r"(?i)(tel|sms|callto|facetime):", html)
    assert '<meta name="format-detection" content="telephone=no">' in html


@pytest.mark.parametrize(
    ("state", "word"), [("completed", "通過了"), ("missed", "這次錯過了"), ("aborted", "演練停了")]
)
def test_afterwards_it_says_what_it_came_to(state, word):
    answer = page(state, minutes=60)
    assert (answer.status_code, word in answer.content.decode()) == (200, True)


def test_what_was_not_sent_is_not_there():
    assert page("planned").status_code == 404


def test_anybody_elses_is_not_there():
    store = StoreFactory()
    drill = drill_of(clerk(store), store=store, state="sent", at=timezone.now())
    browser = Client()
    browser.force_login(clerk(store))
    assert browser.get(f"/drill/{drill.calls.get().pk}/").status_code == 404
