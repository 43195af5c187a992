"""Signing in by passkey, and the second step after the password."""

import json

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people import access
from people.actions import keep
from people.addresses import own_page
from people.factors.entering import enter_by_passkey, half_way
from people.factors.forms import CodeForm, PasskeyForm
from people.factors.queries import keys_of


@access.public
@never_cache
@require_http_methods(["GET", "POST"])
def by_passkey(request: HttpRequest) -> HttpResponse:
    """GET: a challenge for any passkey of ours, as JSON. POST: the answer, and in."""
    if request.method == "GET":
        return JsonResponse(begin_authentication(None), json_dumps_params={"default": dict})
    onward = own_page(request)
    if not ratelimit.consume(request, app="allauth.mfa", action="webauthn_login"):
        return _back(request, str(get_adapter().error_messages["rate_limited"]), onward)
    form = PasskeyForm(None, request.POST)
    if not form.is_valid() or not form.passkey.user.is_active:
        return _back(request, _("這把通行金鑰開不了門。請改用密碼登入。"), onward)
    return enter_by_passkey(request, form.passkey, onward)


@access.own_check("who has just given the right password and has a second factor")
@never_cache
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Asks for the second factor: a passkey, a code of the app, or a recovery code."""
    stage = half_way(request)
    if stage is None:
        return HttpResponseRedirect("/sign-in/?" + urlencode({"next": own_page(request)}))
    person = stage.login.user
    by_code = CodeForm(request.POST if "code" in request.POST else None, user=person)
    by_key = PasskeyForm(person, request.POST if "credential" in request.POST else None)
    if by_code.is_valid():
        return _through_by_code(stage, by_code)
    if by_key.is_valid():
        by_code.authenticator = by_key.passkey
        by_code.save()
        return stage.exit()
    keys = keys_of(person)
    context = {"form": by_code, "failed": by_key.errors, "keys": keys, "person": person}
    context["options"] = json.dumps(begin_authentication(person), default=dict) if keys.passkeys else None
    return render(request, "people/second_step.html", context, status=422 if request.method == "POST" else 200)


def _through_by_code(stage, form: CodeForm) -> HttpResponse:
    form.save()
    if form.authenticator.type == Authenticator.Type.RECOVERY_CODES:
        keep("use_recovery_code", stage.login.user, by=stage.login.user)
    return stage.exit()


def _back(request: HttpRequest, said: str, onward: str) -> HttpResponse:
    messages.error(request, said)
    return HttpResponseRedirect("/sign-in/?" + urlencode({"next": onward}))
