"""The pages of posters: made for the chosen stores, looked at, taken as PDF, replaced."""

import logging
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certificates.fonts import FontMissing
from people import access
from people.brands.queries import look_of
from people.doors import chain_to_staff, store_to_staff
from people.joining.posters import make_posters, replace_poster
from people.models import Chain, Store
from people.models.posting import WHO_INVITES
from readiness.invite import queries
from readiness.invite.posters import Posters, pdf, posters_of

log = logging.getLogger(__name__)


@access.roles(*WHO_INVITES)
@never_cache
@require_http_methods(["GET", "POST"])
def posters(request: HttpRequest, chain: str) -> HttpResponse:
    """The posters of the chosen stores, or of all that are looked for where none is chosen; a POST makes those that
    are missing."""
    now = timezone.now()
    shown = chain_to_staff(request.user, chain, now)
    if request.method == "POST":
        make_posters(stores=_wanted(request, shown, now), by=request.user, at=now)
        return redirect(f"{reverse('board-invite-posters', args=[shown.slug])}?{_asked(request)}")
    told = posters_of(shown, _wanted(request, shown, now), now)
    if not told.posters:
        messages.error(request, _("還沒有海報。先勾選門市，再按「加入海報」。"))
        return redirect("board-invite", shown.slug)
    look = look_of(shown.pk)
    context = {"chain": shown, "posters": told, "shown": told.part(1), "asked": _asked(request), "back": _back(told)}
    return render(request, "readiness/invite/posters.html", context | {"logo": look.logo_url if look else ""})


@access.roles(*WHO_INVITES)
@never_cache
@require_GET
def posters_pdf(request: HttpRequest, chain: str) -> HttpResponse:
    """One part of the same posters as PDF."""
    now = timezone.now()
    shown = chain_to_staff(request.user, chain, now)
    number = request.GET.get("part", "1")
    part = int(number) if number.isdecimal() and len(number) < 6 else 0
    told = posters_of(shown, _wanted(request, shown, now), now).part(part)
    if not told.posters:
        raise Http404
    try:
        drawn = pdf(told, getattr(shown, "brand", None))
    except FontMissing as fault:
        log.exception("the posters of %s cannot be drawn", shown.slug)
        return render(request, "readiness/invite/undrawn.html", {"chain": shown, "fault": fault}, status=503)
    name = f"streetlight-posters-{shown.slug}-{told.posters[0].store.code}.pdf"
    told_as = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(drawn, content_type="application/pdf", headers=told_as)


@access.roles(*WHO_INVITES)
@never_cache
@require_POST
def replace(request: HttpRequest, chain: str, code: str) -> HttpResponse:
    """A new poster for a store; the old sheet leads nowhere from now on."""
    shown = chain_to_staff(request.user, chain)
    store = store_to_staff(request.user, shown, code)
    replace_poster(store=store, by=request.user)
    messages.success(request, _("換好了。舊海報已經不能用，請把新的印出來貼上。"))
    return redirect(f"{reverse('board-invite-posters', args=[shown.slug])}?{urlencode({'store': store.code})}")


def _wanted(request: HttpRequest, chain: Chain, at: datetime) -> list[Store]:
    asked = request.POST if request.method == "POST" else request.GET
    codes = asked.getlist("store")
    if codes:
        return queries.chosen_stores(request.user, chain, at, codes)
    return queries.found_stores(request.user, chain, at, search=asked.get("q", "")[:80], region=asked.get("region", ""))


def _asked(request: HttpRequest) -> str:
    """What was chosen or looked for, as the beginning of a query string."""
    asked = request.POST if request.method == "POST" else request.GET
    kept = [(name, text) for name in ("store", "q", "region") for text in asked.getlist(name) if text]
    return urlencode(kept) + "&" if kept else ""


def _back(told: Posters) -> str:
    if len(told.posters) == 1:
        return reverse("board-invite-store", args=[told.chain.slug, told.posters[0].store.code])
    return reverse("board-invite", args=[told.chain.slug])
