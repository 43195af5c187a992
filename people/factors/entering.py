"""The last step of signing in: whoever proved who they are comes in, or is asked for the second factor first."""

import time

from allauth.account.internal.flows.login import get_authentication_records, perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.stages import LoginStage, LoginStageController
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from people.factors.queries import factors_of
from people.languages.signing_in import carried
from people.models import Person


def enter(request: HttpRequest, person: Person, onward: str) -> HttpResponse:
    """Let in somebody whose password was right: to `onward`, or to the page that asks for the second factor."""
    # A new session: one that was left open on a shared phone must neither go on nor count for the next person.
    with carried(request):
        logout(request)
    record_authentication(request, person, "password")
    answer: HttpResponse = perform_login(request, Login(user=person, redirect_url=onward))
    return answer


def enter_by_passkey(request: HttpRequest, passkey: Authenticator, onward: str) -> HttpResponse:
    """Let in somebody whose passkey was checked, with what unlocks the phone: that is two factors at once."""
    with carried(request):
        logout(request)
    post_authentication(request, passkey, passwordless=True)
    answer: HttpResponse = perform_login(request, Login(user=passkey.user, redirect_url=onward))
    return answer


def half_way(request: HttpRequest) -> LoginStage | None:
    """The sign-in that waits in this browser for its second factor: at most 15 minutes, and only while there is one."""
    if request.user.is_authenticated:
        return None
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    person = stage.login.user if stage else None
    return stage if person and person.is_active and factors_of(person).exists() else None


def vouch(request: HttpRequest, person: Person) -> None:
    """Remember that the password was typed again just now."""
    record_authentication(request, person, "password", reauthenticated=True)


def vouched(request: HttpRequest, within: float) -> bool:
    """Whether this session's person typed the password within so many seconds."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "password" and time.time() - record["at"] < within for record in records)
