"""Who may call: a session with its CSRF token, or a machine with its bearer token."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import APIToken

from attempts.models import Attempt
from tests.attempts.phone import API, Phone, told
from tests.factories.content import GOOD

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("method", "tail"), [("PUT", ""), ("PUT", "/steps/{}"), ("POST", "/steps")])
def test_without_a_csrf_token_nothing_is_written(alices, method, tail):
    phone = Phone(alices.clerk, csrf=True)
    status, _ = phone.call(method, phone.path + tail.format(uuid.uuid4()), {})
    assert status == 403
    assert not Attempt.objects.exists()


def test_with_the_csrf_token_of_the_page_the_phone_may_write(alices):
    phone = Phone(alices.clerk, csrf=True)
    phone.client.get("/sign-in/")
    token = phone.client.cookies["csrftoken"].value
    body = {"edition": alices.script.pk, "for": alices.enrolment.purpose}
    assert phone.call("PUT", phone.path, body, **{"X-CSRFToken": token})[0] == 201


def test_strangers_are_asked_who_they_are(alices):
    phone = Phone(alices.clerk)
    phone.client.logout()
    paths = [("GET", "me/today"), ("GET", f"editions/{alices.script.pk}"), ("GET", f"attempts/{phone.attempt}")]
    writes = [("PUT", f"attempts/{phone.attempt}"), ("POST", f"attempts/{phone.attempt}/steps")]
    assert [phone.call(method, API + path, {})[0] for method, path in paths + writes] == [401] * 5


@pytest.fixture
def machine(alices):
    """A machine that acts as Alice: no session, her bearer token, CSRF checked as in the field."""
    token, secret = APIToken.create_token(user=alices.clerk, name="kiosk")
    made = Phone(alices.clerk, csrf=True)
    made.client.logout()
    made.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    return made, token


def test_a_machine_plays_with_its_bearer_token_alone(machine, alices):
    phone, _ = machine
    assert phone.begin(alices)[0] == 201
    assert [a["status"] for a in phone.flush(told(GOOD))[1]] == [201] * 3
    assert phone.log()["outcome"]["passed"] is True


def test_a_revoked_token_opens_nothing(machine, alices):
    phone, token = machine
    token.revoked_at = timezone.now() - timedelta(seconds=1)
    token.save(update_fields=["revoked_at"])
    assert [phone.begin(alices)[0], phone.call("GET", f"{API}me/today")[0]] == [401, 401]


def test_the_token_of_somebody_who_left_opens_nothing(machine, alices):
    phone, _ = machine
    alices.clerk.is_active = False
    alices.clerk.save(update_fields=["is_active"])
    assert phone.begin(alices)[0] == 401


@pytest.mark.parametrize("secret", ["", "x", "wagtail_" + "x" * 40, "%00", "é"])
def test_a_token_that_never_was_opens_nothing(machine, secret):
    phone, _ = machine
    phone.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    assert phone.call("GET", f"{API}me/today")[0] == 401


def test_a_page_of_somebody_who_is_no_longer_signed_in_is_not_answered(phone, alices):
    steps = told([("intro", None)])
    another, own = ({"Streetlight-Person": str(alices.clerk.pk + by)} for by in (1, 0))
    assert phone.call("POST", f"{phone.path}/steps", steps, **another)[0] == 401
    assert phone.answers() == []
    assert phone.call("POST", f"{phone.path}/steps", steps, **own)[0] == 200
    assert phone.answers() == [(1, "intro", None, "accepted")]
