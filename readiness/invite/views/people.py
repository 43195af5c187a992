"""Choosing stores, bringing people in, the sheets, one store's people."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core import signing
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certificates.fonts import FontMissing
from people import access
from people.brands.queries import look_of
from people.doors import chain_to_staff, store_to_staff, stores_to_staff
from people.joining.inviting import Slip, invite, plan
from people.joining.queries import asking, came_by_poster, entries
from people.joining.reading import Fault, StaffLine, StaffListError
from people.models import Chain, JoinReason, Store
from people.models.posting import WHO_INVITES
from readiness.invite import queries
from readiness.invite.actions import NotTheirsToHelp, help_in, invite_again
from readiness.invite.forms import LookForm, StaffFileForm, TypedPeople, pack, unpack
from readiness.invite.sheets import packed, pdf, sheets_of, unpacked

log = logging.getLogger(__name__)

FAULTS_SHOWN = 20


@dataclass(frozen=True)
class _Desk:
    """What every page here begins with: now, the chain through its door, the stores that are chosen in the address."""

    at: datetime
    chain: Chain
    chosen: list[Store]


@access.roles(*WHO_INVITES)
@require_GET
def stores(request: HttpRequest, chain: str) -> HttpResponse:
    """The stores with how far their people have come in; those to act on are chosen here."""
    now = timezone.now()
    shown = chain_to_staff(request.user, chain, now)
    form = LookForm(request.GET, queries.regions(request.user, shown, now))
    found = queries.overview(
        request.user,
        shown,
        now,
        search=form.search,
        region=form.region,
        chosen=form.chosen,
        page=request.GET.get("page"),
    )
    return render(request, "readiness/invite/stores.html", {"chain": shown, "form": form, "found": found})


@access.roles(*WHO_INVITES)
@never_cache
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, chain: str) -> HttpResponse:
    """Bringing people in: a list or a few rows, looked at before anything is written."""
    desk = _desk(request, chain)
    if request.method != "POST":
        return _people_page(request, desk, StaffFileForm(), TypedPeople())
    if "confirm" in request.POST:
        return _confirm(request, desk)
    return _preview(request, desk)


@access.roles(*WHO_INVITES)
@never_cache
@require_POST
def sheets(request: HttpRequest, chain: str) -> HttpResponse:
    """New start codes for all in the chosen stores who have not come in, and the sheets that say them."""
    desk = _desk(request, chain, said_as="store")
    if not desk.chosen:
        messages.error(request, _("先勾選門市，再印邀請單。"))
        return redirect("board-invite", desk.chain.slug)
    slips = invite_again(chain=desk.chain, stores=desk.chosen, by=request.user, at=desk.at)
    if not slips:
        messages.info(request, _("選的門市沒有等著登入的人，不需要新的起始碼。"))
        return redirect("board-invite", desk.chain.slug)
    return _sheets_page(request, desk, slips)


@access.roles(*WHO_INVITES)
@never_cache
@require_POST
def sheets_pdf(request: HttpRequest, chain: str) -> HttpResponse:
    """The sheets that were just shown, as PDF."""
    shown = chain_to_staff(request.user, chain)
    try:
        told = unpacked(request.POST.get("sheets", ""), request.user)
        drawn = pdf(told, getattr(shown, "brand", None))
    except signing.BadSignature as fault:
        raise Http404 from fault
    except FontMissing as fault:
        log.exception("the invitations of %s cannot be drawn", shown.slug)
        return render(request, "readiness/invite/undrawn.html", {"chain": shown, "fault": fault}, status=503)
    name = f"streetlight-invite-{shown.slug}-{told.made_on.isoformat()}.pdf"
    told_as = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(drawn, content_type="application/pdf", headers=told_as)


@access.roles(*WHO_INVITES)
@require_GET
def store(request: HttpRequest, chain: str, code: str) -> HttpResponse:
    """One store: who has signed in, who still holds a slip, who needs a new one."""
    now = timezone.now()
    shown = chain_to_staff(request.user, chain, now)
    found = store_to_staff(request.user, shown, code, now)
    (told,) = entries([found], queries.staffable(request.user, shown, now), now)
    context = {"chain": shown, "told": told, "asking": asking(found, now)}
    context |= {"came": came_by_poster(found, now), "reasons": JoinReason.choices}
    return render(request, "readiness/invite/store.html", context)


@access.roles(*WHO_INVITES)
@never_cache
@require_POST
def new_code(request: HttpRequest, chain: str, code: str) -> HttpResponse:
    """A new start code for one person; their password, if they have one, ends with it."""
    desk = _desk(request, chain)
    found = store_to_staff(request.user, desk.chain, code, desk.at)
    number = request.POST.get("employee_number", "")
    try:
        slip = help_in(chain=desk.chain, store=found, employee_number=number, by=request.user, at=desk.at)
    except NotTheirsToHelp as fault:
        raise Http404 from fault
    return _sheets_page(request, desk, [slip])


def _desk(request: HttpRequest, slug: str, said_as: str = "chosen") -> _Desk:
    now = timezone.now()
    chain = chain_to_staff(request.user, slug, now)
    codes = {*request.GET.getlist("store"), *request.POST.getlist(said_as)}
    return _Desk(now, chain, queries.chosen_stores(request.user, chain, now, codes) if codes else [])


def _preview(request: HttpRequest, desk: _Desk) -> HttpResponse:
    """What the list comes to; nothing is written."""
    file, typed = StaffFileForm(), TypedPeople()
    try:
        if "file" in request.FILES or request.POST.get("way") == "file":
            file = StaffFileForm(request.POST, request.FILES)
            if not file.is_valid():
                return _people_page(request, desk, file, typed, file.faults)
            lines = list(file.lines)
        else:
            typed = TypedPeople(request.POST)
            lines = typed.read()
        told = plan(chain=desk.chain, stores=_allowed(request, desk), lines=lines, at=desk.at)
    except StaffListError as refusal:
        return _people_page(request, desk, file, typed, refusal.faults)
    context = {"chain": desk.chain, "chosen": desk.chosen, "plan": told, "token": pack(lines, request.user)}
    return render(request, "readiness/invite/preview.html", context)


def _confirm(request: HttpRequest, desk: _Desk) -> HttpResponse:
    try:
        lines: list[StaffLine] = unpack(request.POST["confirm"], request.user)
        done = invite(chain=desk.chain, stores=_allowed(request, desk), lines=lines, by=request.user, at=desk.at)
    except signing.BadSignature:
        messages.error(request, _("這份名單放太久了，沒有寫入任何東西，請再上傳一次。"))
        return redirect("board-invite-people", desk.chain.slug)
    except StaffListError as refusal:
        return _people_page(request, desk, StaffFileForm(), TypedPeople(), refusal.faults)
    told = _("已邀請：新夥伴 {new} 人，回來的 {back} 人，本來就在的 {same} 人。")
    messages.success(request, told.format(new=done.new, back=done.back, same=done.same))
    if not done.slips:
        return redirect("board-invite", desk.chain.slug)
    return _sheets_page(request, desk, done.slips)


def _people_page(
    request: HttpRequest, desk: _Desk, file: StaffFileForm, typed: TypedPeople, faults: Iterable[Fault] = ()
) -> HttpResponse:
    found = list(faults)
    context = {
        "chain": desk.chain,
        "chosen": desk.chosen,
        "file": file,
        "typed": typed,
        "faults": found[:FAULTS_SHOWN],
        "faults_more": max(0, len(found) - FAULTS_SHOWN),
        "by_hr": all(store.by_hr for store in desk.chosen),  # type: ignore[attr-defined]  # annotated by the door
    }
    status = 422 if found or file.errors else 200
    return render(request, "readiness/invite/people.html", context, status=status)


def _sheets_page(request: HttpRequest, desk: _Desk, slips: Iterable[Slip]) -> HttpResponse:
    told = sheets_of(desk.chain, slips, desk.at)
    parts = [(part, packed(part, request.user)) for part in told.parts]
    look = look_of(desk.chain.pk)
    context = {"chain": desk.chain, "sheets": told, "parts": parts, "logo": look.logo_url if look else ""}
    return render(request, "readiness/invite/sheets.html", context)


def _allowed(request: HttpRequest, desk: _Desk) -> QuerySet[Store]:
    """The stores that a list may name: the chosen ones, or all of theirs where none is chosen. Closed ones too, so
    that they can be named as such."""
    mine = stores_to_staff(request.user, desk.at)
    return mine.filter(pk__in=[store.pk for store in desk.chosen]) if desk.chosen else mine
