"""Web push, against a push service that decrypts as a browser would and checks who sends."""

import base64
import json
from datetime import timedelta

import http_ece
import pytest
from django.utils import timezone
from py_vapid import Vapid

from people.channels import endpoints
from people.channels.interface import Gone, Later, Refused
from people.channels.web_push import WebPush, public_key
from people.models import Reach
from people.notices.texts import Text
from tests.factories.notices import browser_keys
from tests.people.channels.providers import http_service

TEXT = Text("新的課程：門市關懷前線", "2026年12月7日前走完就可以。", "/notices/7/")


@pytest.fixture
def service(settings):
    settings.PUSH_ANYWHERE = True
    with http_service(lambda request: (201, {}, b"")) as provider:
        yield provider


def send(service, keys=None):
    secrets = (keys or browser_keys())[2]
    WebPush().send(Reach(address=f"{service.url}/send/abc", secrets=secrets), TEXT, "enrolled:7:3")


def test_only_that_browser_can_read_it(service):
    private, auth, _told = keys = browser_keys()
    send(service, keys)
    (asked,) = service.asked
    assert TEXT.title.encode() not in asked.body
    plain = http_ece.decrypt(asked.body, private_key=private, auth_secret=auth, version="aes128gcm")
    assert json.loads(plain) == {
        "key": "enrolled:7:3",
        "title": TEXT.title,
        "body": TEXT.body,
        "link": "/notices/7/",
    }
    assert (asked.headers["Content-Encoding"], asked.headers["TTL"]) == ("aes128gcm", "86400")


def test_what_is_over_soon_wakes_the_phone_and_is_kept_no_longer(service):
    reach = Reach(address=f"{service.url}/send/abc", secrets=browser_keys()[2])
    for minutes in (30, -1, 3 * 24 * 60):
        WebPush().send(reach, TEXT, "drill_call:7", until=timezone.now() + timedelta(minutes=minutes))
    soon, over, later = [(asked.headers["TTL"], asked.headers["Urgency"]) for asked in service.asked]
    assert 1790 <= int(soon[0]) <= 1800
    assert (soon[1], over, later) == ("high", ("0", "high"), ("86400", "normal"))


def test_the_service_sees_that_it_comes_from_us(service):
    send(service)
    authorization = service.asked[0].headers["Authorization"]
    assert Vapid.verify(authorization)
    token, key = (part.split("=", 1)[1] for part in authorization.removeprefix("vapid ").split(","))
    assert key == public_key()
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert (claims["aud"], claims["sub"]) == (service.url, "mailto:noreply@localhost")


def test_a_key_that_the_operator_gave_is_the_one_that_signs(service, settings):
    before = public_key()
    settings.VAPID_PRIVATE_KEY = base64.urlsafe_b64encode(b"\x07" * 32).rstrip(b"=").decode()
    send(service)
    assert public_key() != before
    assert service.asked[0].headers["Authorization"].endswith(f"k={public_key()}")


@pytest.mark.parametrize(
    ("status", "becomes"),
    [
        (404, Gone),
        (410, Gone),
        (429, Later),
        (500, Later),
        (503, Later),
        (400, Refused),
        (403, Refused),
        (413, Refused),
    ],
)
def test_what_the_service_says_becomes_one_of_three_errors(service, status, becomes):
    service.answer = lambda request: (status, {}, b"no")
    with pytest.raises(becomes, match=str(status)):
        send(service)


def test_nobody_leads_it_elsewhere(service):
    service.answer = lambda request: (307, {"Location": f"{service.url}/inside"}, b"")
    with pytest.raises(Refused):
        send(service)
    assert [asked.path for asked in service.asked] == ["/send/abc"]


def test_a_service_that_does_not_answer_is_tried_later(settings):
    settings.PUSH_ANYWHERE = True
    with http_service(None) as gone:
        pass
    with pytest.raises(Later):
        send(gone)


@pytest.mark.parametrize(
    "address",
    [
        "https://fcm.googleapis.com/fcm/send/x",
        "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://web.push.apple.com/x",
        "https://wns2-par02p.notify.windows.com/w/?token=x",
    ],
)
def test_services_that_browsers_use_are_known(address):
    assert endpoints.is_known(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.evil.test/x",
        "https://evilfcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://user@fcm.googleapis.com/x",
        "https://evil.test/fcm.googleapis.com",
        "https://evil.test\\@fcm.googleapis.com/",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/x",
        "https://fcm.googleapis.com:port/x",
        "https://[fcm.googleapis.com/x",
        "ftp://fcm.googleapis.com/x",
        "//fcm.googleapis.com/x",
        "https://fcm.googleapis.com/" + "x" * 600,
        "https://fcm.googleapis.com/\u3000",
        "",
    ],
)
def test_anything_else_is_no_push_service(address):
    assert not endpoints.is_known(address)


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.5", "192.168.1.1", "169.254.169.254", "::1", "fd00::1"])
def test_a_known_name_that_leads_inside_is_refused(monkeypatch, inside):
    # The resolver is the network's edge.
    found = [(0, 0, 0, "", (address, 443)) for address in ("8.8.8.8", inside)]
    monkeypatch.setattr(endpoints.socket, "getaddrinfo", lambda *_, **__: found)
    reach = Reach(address="https://fcm.googleapis.com/x", secrets=browser_keys()[2])
    with pytest.raises(Refused, match="internal"):
        WebPush().send(reach, TEXT, "key")


def test_a_service_that_is_known_no_longer_ends_the_reach(settings):
    settings.PUSH_HOSTS = ["push.apple.com"]
    with pytest.raises(Gone):
        WebPush().send(Reach(address="https://fcm.googleapis.com/x", secrets=browser_keys()[2]), TEXT, "key")
