"""The inbox, and the page on which a person says how they want to be told."""

import json
import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people import access
from people.channels.endpoints import BadSubscription, address_in, checked
from people.channels.reaching import (
    CodeRefused,
    NotTheirs,
    TooMany,
    confirm_address,
    give_address,
    give_line_code,
    stop,
    subscribe,
    unsubscribe,
)
from people.joining.rules import shown
from people.models import Reach
from people.notices.actions import choose, read
from people.notices.forms import AddressForm, ChoicesForm, CodeForm
from people.notices.queries import inbox, notice_for, ways_to
from people.notices.work import BROWSER


@access.signed_in
@ensure_csrf_cookie
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """What the person was told lately, newest first."""
    return render(request, "people/notices/inbox.html", {"inbox": inbox(request.user, timezone.now())})


@access.signed_in
@never_cache
@require_GET
def opened(request: HttpRequest, notice: int) -> HttpResponse:
    """Open a notice: it is read, and leads to what it is about."""
    found = notice_for(request.user, notice)
    read(person=request.user, notices=[found.pk])
    return HttpResponseRedirect(found.link)


@access.signed_in
@require_POST
def all_read(request: HttpRequest) -> HttpResponse:
    """Mark everything as read; 204, for the page's script asks."""
    read(person=request.user)
    return HttpResponse(status=204)


@access.signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """How one wants to be told outside the app: channels, quiet hours, kinds."""
    ways = ways_to(request.user)
    form = ChoicesForm(request.POST or None, ways=ways)
    if request.method == "POST" and form.is_valid():
        choose(person=request.user, choice=form.choice())
        messages.success(request, _("存好了。"))
        return _back()
    return _page(request, form=form)


@access.signed_in
@require_POST
def address(request: HttpRequest) -> HttpResponse:
    """Take a mail address and send a code there."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, address_form=form)
    try:
        give_address(person=request.user, address=form.cleaned_data["address"])
    except TooMany:
        form.add_error("address", _("今天換太多次了，請明天再試。"))
        return _page(request, address_form=form)
    return _back()


@access.signed_in
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm the address by the code that was sent there."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            confirm_address(person=request.user, typed=form.cleaned_data["code"])
        except CodeRefused as refused:
            form.add_error(
                "code", _("這個確認碼不能用了，請重新寄一次。") if refused.final else _("確認碼不對，請再看一次信。")
            )
        else:
            messages.success(request, _("信箱確認好了。"))
            return _back()
    return _page(request, code_form=form)


@access.signed_in
@never_cache
@require_POST
def line_code(request: HttpRequest) -> HttpResponse:
    """A code to send to the chain's LINE account, shown by this answer alone."""
    if not ways_to(request.user).line:
        return _back()
    return _page(request, status=200, line_code=shown(give_line_code(person=request.user)))


@access.signed_in
@require_POST
def stopped(request: HttpRequest, channel: str) -> HttpResponse:
    """End a way to oneself and forget the address."""
    if channel in Reach.Channel.values:
        stop(person=request.user, channel=channel)
        messages.success(request, _("拿掉了，不會再寄到那裡。"))
    return _back()


@access.signed_in
@require_POST
def push(request: HttpRequest) -> JsonResponse:
    """A browser's subscription: 201 kept, 409 `instead_of` one that is not this person's, 422 not one of a browser that
    we know."""
    told = _told(request)
    try:
        endpoint, keys = checked(told)
        old = address_in(told, "instead_of") if "instead_of" in told else ""
    except BadSubscription:
        return JsonResponse({"detail": _("這個瀏覽器的通知我們不認得。")}, status=422)
    browser = request.session.setdefault(BROWSER, secrets.token_urlsafe(24))
    try:
        subscribe(person=request.user, endpoint=endpoint, secrets=keys, browser=browser, instead_of=old)
    except NotTheirs:
        return JsonResponse({}, status=409)
    return JsonResponse({}, status=201)


@access.signed_in
@require_POST
def push_over(request: HttpRequest) -> JsonResponse:
    """A browser's subscription has ended: the person switched it off there."""
    try:
        ended = unsubscribe(person=request.user, endpoint=address_in(_told(request), "endpoint"))
    except BadSubscription:
        ended = 0
    return JsonResponse({"ended": ended})


def _told(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body)
    except ValueError:
        return None


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("notice-choices"))


def _page(request: HttpRequest, *, status: int = 422, **given: Any) -> HttpResponse:
    ways = ways_to(request.user)
    forms = {"form": ChoicesForm(None, ways=ways), "address_form": AddressForm(), "code_form": CodeForm()} | given
    asked = request.method == "POST"
    return render(request, "people/notices/choices.html", {"ways": ways, **forms}, status=status if asked else 200)
