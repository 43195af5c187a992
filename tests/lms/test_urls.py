"""Every door of the house declares who may open it, and keeps to it: the whole resolver, studio and API too."""

import re
from types import ModuleType

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, include, path

from lms.api import api
from people import access
from people.models import Role
from tests.factories.people import ChainFactory, StoreFactory, clerk, posted

PUBLIC = {
    "drills/calendar/<str:token>.ics",
    "sign-in/",
    "sign-in/passkey/",
    "language/",
    "healthz",
    "readyz",
    "verify/",
    "verify/<str:code>/",
    "brands/<slug:slug>.css",
}
PUBLIC |= {"join/<str:token>/", "join/<str:token>/stand/"}  # who holds the poster's address
PUBLIC |= {r"^logos/(?P<sha256>[0-9a-f]{64})\.webp$"}  # a logo stands on the sign-in page
PUBLIC |= {"worker.js", "offline/", "manifest.webmanifest"}  # the app itself, before and after anybody is signed in
CLOSED = {"^studio/(login|password_reset|account/change_password)/", "studio/logout/"}
# Operations of the API that anybody may call. Add one only with a reason.
PUBLIC_OPERATIONS: set[str] = set()


def doors(resolver, prefix=""):
    """(route, view) of every pattern under a resolver."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from doors(pattern, route)
        else:
            yield route, pattern.callback


def undeclared(resolver):
    return [route for route, view in doors(resolver) if access.declared(view) is None]


def plain(route):
    """The address of a route without parameters, or None."""
    text = re.sub(r"[\^$]|\\Z", "", route).replace(r"\.", ".")
    return None if re.search(r"[<>()\[\]\\*+?|]", text) else "/" + text


ALL = sorted(doors(get_resolver()), key=lambda door: door[0])
PARAMETERLESS = sorted({(plain(route), access.declared(view)) for route, view in ALL if plain(route) is not None})
PROTECTED = [address for address, declared in PARAMETERLESS if declared != "public"]


def test_the_walk_reaches_every_room_the_studio_and_the_api():
    begins = [
        "",
        "me/",
        "courses/",
        "learn/",
        "certificates/",
        "board/",
        "studio/pages/",
        "studio/images/",
        "api/v1/attempts/",
    ]
    assert [begin for begin in begins if not any(route.startswith(begin) for route, _ in ALL)] == []
    assert len(ALL) > 200


def test_every_view_declares_who_may_open_it():
    assert undeclared(get_resolver()) == []


def test_the_walk_finds_a_view_that_declares_nothing():
    def forgotten(request):
        return HttpResponse("secret")

    inner, outer = ModuleType("inner_urls"), ModuleType("outer_urls")
    inner.urlpatterns = [path("forgotten/", forgotten), path("said/", access.public(lambda request: HttpResponse()))]
    outer.urlpatterns = [path("deep/", include(inner)), path("shallow/", forgotten)]
    assert undeclared(get_resolver(outer)) == ["deep/forgotten/", "shallow/"]


def test_what_is_public_is_written_down_here():
    assert {route for route, view in ALL if access.declared(view) == "public"} == PUBLIC | CLOSED


OPERATIONS = sorted(
    (method.upper(), route)
    for route, methods in api.get_openapi_schema()["paths"].items()
    for method in methods
    if f"{method.upper()} {route}" not in PUBLIC_OPERATIONS
)


def test_the_api_has_the_calls_of_the_protocol():
    assert {
        ("GET", "/api/v1/me/today"),
        ("GET", "/api/v1/editions/{sha256}"),
        ("PUT", "/api/v1/attempts/{attempt_id}"),
        ("GET", "/api/v1/attempts/{attempt_id}"),
        ("PUT", "/api/v1/attempts/{attempt_id}/steps/{step_id}"),
        ("POST", "/api/v1/attempts/{attempt_id}/steps"),
    } <= set(OPERATIONS)


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "route"), OPERATIONS)
def test_every_operation_of_the_api_asks_who_calls(method, route):
    somewhere = re.sub(r"{\w*sha\w*}", "0" * 64, route)
    somewhere = re.sub(r"{\w+}", "00000000-0000-4000-8000-000000000000", somewhere)
    assert Client().generic(method, somewhere, "{}", "application/json").status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize("address", PROTECTED)
def test_a_stranger_is_led_to_the_sign_in_or_told_nothing(address):
    answer = Client().get(address)
    if answer.status_code == 302:
        assert answer["Location"].startswith("/sign-in/?next=%2F")
    elif address not in {"/api/v1/openapi.json", "/api/v1/"}:
        assert answer.status_code in (401, 404)
        assert "pages" not in answer.content.decode()


@pytest.mark.django_db
def test_where_a_stranger_came_from_is_kept_with_its_question():
    assert Client().get("/board/?a=1&b=2")["Location"] == "/sign-in/?next=%2Fboard%2F%3Fa%3D1%26b%3D2"


@pytest.fixture
def as_clerk(db):
    client = Client()
    client.force_login(clerk(StoreFactory()))
    return client


def test_for_a_clerk_neither_studio_nor_board_is_there(as_clerk):
    addresses = [a for a in PROTECTED if a.startswith(("/studio/", "/board/"))]
    assert len(addresses) > 30
    assert {a: s for a in addresses if (s := as_clerk.get(a).status_code) != 404} == {}


@pytest.mark.parametrize("address", ["/studio/pages/1/edit/", "/studio/images/1/", "/board/any/000000/", "/studio/x/"])
def test_for_a_clerk_nothing_below_is_there_either(as_clerk, address):
    assert as_clerk.get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["login/", "password_reset/", "account/change_password/", "logout/"])
def test_wagtails_own_ways_in_are_closed_to_everybody(address):
    trainer = Client()
    trainer.force_login(posted(Role.TRAINER, ChainFactory()))
    assert [who.get(f"/studio/{address}").status_code for who in (Client(), trainer)] == [404, 404]
    assert trainer.post(f"/studio/{address}", {"username": "x", "password": "y"}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/media/",
        "/media/original_images/x.png",
        "/static/",
        "/static/../lms/settings.py",
        "/static/%2e%2e/lms/settings.py",
        "/static/..%2f..%2fvar/secret_key",
        "/static//etc/passwd",
        "/var/secret_key",
    ],
)
def test_files_are_no_hole(address):
    answer = Client().get(address)
    assert answer.status_code == 404
    assert b"SECRET_KEY" not in b"".join(answer)


@pytest.mark.django_db
def test_our_own_static_files_are_served():
    answer = Client().get("/static/lms/tokens.css")
    content = b"".join(answer)
    answer.close()
    assert (answer.status_code, b"--lamp" in content) == (200, True)
