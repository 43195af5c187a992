"""The pages of one's own ways to sign in: passkeys, the app, recovery codes."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from people import access
from people.addresses import own_page
from people.factors.actions import LastOne, add_app, add_passkey, remove_factor, renew_recovery_codes
from people.factors.ciphers import Unreadable, seal, unseal
from people.factors.entering import vouch, vouched
from people.factors.forms import AddPasskeyForm, AgainForm, AppForm
from people.factors.gate import ONWARD
from people.factors.queries import factors_of, keys_of, recovery_codes_of
from people.factors.rules import OPENS, SENDS

View = Callable[..., HttpResponse]
IN_HAND = "app_to_be"
OFFER = "passkey_offer"


def own(view: View) -> View:
    """A page for whoever is signed in, also before they have the second factor that they must have."""
    allowed = require_http_methods(["GET", "POST"])(view)
    return access.before_factor(never_cache(access.signed_in(allowed)))


def vouched_for(view: View) -> View:
    """Asks for the password first where it was not typed lately; nothing that is sent off is lost to the clock."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if vouched(request, SENDS if request.method == "POST" else OPENS):
            return view(request, *args, **kwargs)
        return HttpResponseRedirect(f"{reverse('keys-again')}?{urlencode({'next': request.path})}")

    return asked


@own
def my_keys(request: HttpRequest) -> HttpResponse:
    """What one has beside the password, and what one may add."""
    keys = keys_of(request.user)
    onward = request.session.pop(ONWARD, None) if keys.any else None
    return render(request, "people/keys/keys.html", {"keys": keys, "onward": onward})


@own
@sensitive_post_parameters("password")
def again(request: HttpRequest) -> HttpResponse:
    """The password once more, then on to where one was."""
    form = AgainForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        vouch(request, request.user)
        return HttpResponseRedirect(own_page(request, reverse("my-keys")))
    context = {"form": form, "next": own_page(request, reverse("my-keys"))}
    return render(request, "people/keys/again.html", context, status=422 if form.errors else 200)


@own
@vouched_for
def add_a_passkey(request: HttpRequest) -> HttpResponse:
    """The phone makes a passkey; it is kept under a name."""
    form = AddPasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        with_codes = add_passkey(person=request.user, name=told["name"], credential=told["credential"])
        answer = _added(request, _("通行金鑰加好了，下次不用打密碼。"), with_codes=with_codes)
        answer.delete_cookie(OFFER)
        return answer
    context = {"form": form, "options": json.dumps(begin_registration(request.user, passwordless=True), default=dict)}
    return render(request, "people/keys/passkey.html", context, status=422 if form.errors else 200)


@own
@vouched_for
def add_an_app(request: HttpRequest) -> HttpResponse:
    """An app is given a secret, and shows that it has it."""
    secret = _secret(request)
    form = AppForm(request.user, secret, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with_codes = add_app(person=request.user, secret=secret)
        request.session.pop(IN_HAND)
        return _added(request, _("驗證 App 設好了。"), with_codes=with_codes)
    address = get_adapter().build_totp_url(request.user, secret)
    picture = segno.make_qr(address, error="m").svg_data_uri(border=3, dark="#1b2233", light="#fff")
    parts = [secret[n : n + 4] for n in range(0, len(secret), 4)]
    context = {"form": form, "address": address, "picture": picture, "parts": parts}
    return render(request, "people/keys/app.html", context, status=422 if form.errors else 200)


@own
@vouched_for
def remove_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one passkey or the app away, once the person has said so."""
    key = factors_of(request.user).filter(pk=pk).first()
    if key is None:
        raise Http404
    if request.method == "POST":
        try:
            remove_factor(person=request.user, factor=key)
            messages.success(request, _("移除好了。"))
        except LastOne:
            messages.error(request, _("你的職務要留一道鎖：先加一個新的，再移除這個。"))
        return redirect("my-keys")
    return render(request, "people/keys/remove.html", {"key": key})


@own
@vouched_for
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes for a lost phone, shown once; new ones whenever asked for."""
    if not factors_of(request.user).exists():
        raise Http404
    if request.method == "POST":
        renew_recovery_codes(person=request.user)
        return redirect("recovery-codes")
    kept = recovery_codes_of(request.user)
    fresh = kept is not None and not kept.did_view
    context = {"codes": _shown_once(kept) if fresh else [], "onward": request.session.get(ONWARD)}
    return render(request, "people/keys/codes.html", context)


def _shown_once(kept: Any) -> list[str]:
    try:
        codes: list[str] = kept.get_unused_codes()
    except ValidationError:
        return []
    kept.mark_as_viewed()
    return [f"{code[:4]} {code[4:]}" for code in codes]


def _added(request: HttpRequest, said: str, *, with_codes: bool) -> HttpResponse:
    messages.success(request, said)
    return redirect("recovery-codes" if with_codes else "my-keys")


def _secret(request: HttpRequest) -> str:
    """The secret that this session's app is given: the same until it was proved, so that a reload spoils nothing."""
    try:
        return unseal(request.session[IN_HAND])
    except (KeyError, Unreadable):
        fresh: str = generate_totp_secret()
        request.session[IN_HAND] = seal(fresh)
        return fresh
