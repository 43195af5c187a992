"""Declarations enforce what they declare."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import path

from people import access
from people.actions import end_posting
from people.models import Role
from tests.factories.people import ChainFactory, StoreFactory, clerk, person, posted

pytestmark = pytest.mark.django_db


def opened(request, *args):
    return HttpResponse("the room")


def request_of(somebody, address="/somewhere/?page=2"):
    request = RequestFactory().get(address)
    request.user = somebody
    return request


BOARD = access.roles(Role.HR, Role.MANAGER)(opened)


@pytest.mark.parametrize("guarded", [access.signed_in(opened), BOARD])
def test_a_stranger_is_led_to_the_sign_in_and_back(guarded):
    answer = guarded(request_of(AnonymousUser()))
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=%2Fsomewhere%2F%3Fpage%3D2")


@pytest.mark.parametrize(("role", "content"), [(Role.HR, b"the room"), (Role.MANAGER, b"the room")])
def test_a_role_that_is_named_opens_the_room(role, content):
    assert BOARD(request_of(posted(role, ChainFactory()))).content == content


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.HR, Role.MANAGER}))
def test_to_other_roles_the_room_is_not_there(role):
    with pytest.raises(Http404):
        BOARD(request_of(posted(role, ChainFactory())))


def test_a_role_that_has_ended_opens_nothing():
    hr = posted(Role.HR, ChainFactory())
    end_posting(posting=hr.postings.get(), by=None)
    with pytest.raises(Http404):
        BOARD(request_of(hr))


def test_whoever_is_signed_in_passes_signed_in():
    assert access.signed_in(opened)(request_of(person(None))).content == b"the room"


def test_roles_are_asked_once_a_request(django_assert_num_queries):
    request = request_of(clerk(StoreFactory()))
    with django_assert_num_queries(1):
        assert [access.allowed_roles(request) for _ in range(3)] == [{"clerk"}] * 3


def test_declarations_are_written_on_the_view():
    declared = [access.declared(view) for view in (access.public(lambda r: None), access.signed_in(opened), BOARD)]
    assert declared == ["public", "signed in", "roles: hr manager"]
    assert access.declared(access.own_check("asks by itself")(lambda r: None)) == "asks by itself"
    assert access.declared(opened) is None


def test_guarding_foreign_patterns_spares_those_that_declare_for_themselves():
    own = access.public(lambda request: HttpResponse("own"))
    inner = [path("a/", lambda request: HttpResponse("a")), path("own/", own)]
    guarded = access.guard([path("deep/", (inner, None, None)), path("b/", opened)], access.signed_in)
    deep, shallow = guarded
    assert [access.declared(p.callback) for p in deep.url_patterns] == ["signed in", "public"]
    assert access.declared(shallow.callback) == "signed in"
    assert deep.url_patterns[0].callback(request_of(AnonymousUser())).status_code == 302
