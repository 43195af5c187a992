"""The operators' desk of chains."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from content.studio import for_operators
from courses.desk.forms import BrandAgainForm, ChainForm, HrForm, RosterForm
from courses.desk.queries import chain_page, chains, preview_of
from courses.founding import set_up_chain
from people.actions import end_posting
from people.brands.actions import BrandChanged, set_brand, state_of
from people.brands.logos import Logo
from people.founding.actions import appoint_hr, take_roster
from people.founding.queries import compare_roster
from people.models import Brand, Chain, Posting, Role

KEPT_SECONDS = 3600
SHOWN_LINES = 20


@dataclass(frozen=True)
class Kept:
    """What was uploaded for a preview, for an hour and for this person alone."""

    roster: bytes | None = None
    logo: Logo | None = None


@for_operators
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """All chains."""
    return render(request, "courses/desk/chains.html", {"chains": chains(timezone.now())})


@for_operators
@never_cache
@require_http_methods(["GET", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Set up a chain: say it, look at it, then do it. The HR person's password is shown by the answer that made it."""
    if request.method == "GET":
        return render(request, "courses/desk/found.html", {"form": ChainForm()})
    kept = _kept(request)
    form = ChainForm(request.POST, request.FILES, roster=kept.roster)
    if not form.is_valid():
        return render(request, "courses/desk/found.html", {"form": form}, status=422)
    logo = form.cleaned_data["logo"] or kept.logo
    if "found" in request.POST:
        return _found(request, form, logo)
    if "back" in request.POST:
        return render(request, "courses/desk/found.html", {"form": form, "has_logo": logo})
    token = _keep(request, Kept(form.read, logo))
    context = {"form": form, "token": token, "preview": preview_of(form.survey.lines), "brand": form.brand(logo)}
    return render(request, "courses/desk/preview.html", context)


def _found(request: HttpRequest, form: ChainForm, logo: Logo | None) -> HttpResponse:
    said = form.cleaned_data
    try:
        founded = set_up_chain(
            slug=said["slug"],
            name=said["name"],
            stores=form.survey.lines,
            hr_number=said["hr_number"],
            hr_name=said["hr_name"],
            courses=list(said["courses"]),
            brand=form.brand(logo),
            by=request.user,
        )
    except IntegrityError:
        form.add_error("slug", "有人剛剛建立了同樣代號的公司，請到清單看看。")
    except ValidationError as fault:
        form.add_error(None, fault.messages)
    else:
        told = {"chain": founded.chain, "person": founded.hr, "password": founded.password, "stores": founded.stores}
        return render(request, "courses/desk/told.html", told)
    return render(request, "courses/desk/found.html", {"form": form}, status=422)


@for_operators
@require_GET
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """One chain."""
    page = chain_page(_chain(slug), timezone.now())
    return render(request, "courses/desk/chain.html", {"page": page, "form": HrForm()})


@for_operators
@require_http_methods(["GET", "POST"])
def brand(request: HttpRequest, slug: str) -> HttpResponse:
    """A chain's look."""
    chain = _chain(slug)
    there = Brand.objects.filter(chain=chain).first()
    form = BrandAgainForm(request.POST or None, request.FILES or None, initial=_said_of(there))
    if request.method == "POST" and form.is_valid() and _branded(request, chain, form, there):
        messages.success(request, f"「{chain.name}」的品牌存好了，15 秒內每一頁都會換上。已經開出去的證書不會變。")
        return HttpResponseRedirect(reverse("studio_chain", args=[chain.slug]))
    context = {"chain": chain, "form": form, "brand": there}
    return render(request, "courses/desk/brand.html", context, status=422 if form.errors else 200)


def _branded(request: HttpRequest, chain: Chain, form: BrandAgainForm, there: Brand | None) -> bool:
    try:
        set_brand(chain=chain, told=form.told_of(there), by=request.user, looked_at=form.cleaned_data["state"])
    except BrandChanged:
        form.add_error(None, "有人剛剛改過這個品牌。你的修改還沒有存，請重新打開這一頁再改一次。")
    except ValidationError as fault:
        form.add_error(None, fault.messages)
    return not form.errors


@for_operators
@require_http_methods(["GET", "POST"])
def roster(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring a chain's stores up to date: look at what a file would change, then take it."""
    chain = _chain(slug)
    if request.method == "GET":
        return render(request, "courses/desk/roster.html", {"chain": chain, "form": RosterForm()})
    form = RosterForm(request.POST, request.FILES, roster=_kept(request).roster)
    if not form.is_valid():
        return render(request, "courses/desk/roster.html", {"chain": chain, "form": form}, status=422)
    if "take" in request.POST:
        return _taken(request, chain, form)
    context: dict[str, Any] = {"chain": chain, "form": form, "token": _keep(request, Kept(form.read))}
    context |= {"compared": compare_roster(chain=chain, stores=form.survey.lines), "shown": SHOWN_LINES}
    return render(request, "courses/desk/compared.html", context)


def _taken(request: HttpRequest, chain: Chain, form: RosterForm) -> HttpResponse:
    taken = take_roster(chain=chain, stores=form.survey.lines, by=request.user)
    said = f"新增 {taken.new} 家，更新 {taken.changed} 家，沒有變的 {taken.same} 家。"
    messages.success(request, f"「{chain.name}」的名冊收好了：{said}")
    return HttpResponseRedirect(reverse("studio_chain", args=[chain.slug]))


@for_operators
@never_cache
@require_POST
def appoint(request: HttpRequest, slug: str) -> HttpResponse:
    """Another HR person; the password is shown by this answer alone."""
    chain, form = _chain(slug), HrForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = appoint_hr(chain=chain, number=said["hr_number"], name=said["hr_name"], by=request.user)
        except ValidationError as fault:
            form.add_error(None, fault.messages)
        else:
            told = {"chain": chain, "person": made.person, "password": made.password}
            return render(request, "courses/desk/told.html", told)
    page = chain_page(chain, timezone.now())
    return render(request, "courses/desk/chain.html", {"page": page, "form": form}, status=422)


@for_operators
@require_POST
def dismiss(request: HttpRequest, slug: str, posting: int) -> HttpResponse:
    """End an HR person's posting: they see nothing of the chain any more."""
    chain = _chain(slug)
    held = Posting.objects.alive(timezone.now()).filter(pk=posting, role=Role.HR, chain=chain)
    ended = held.select_related("person").first()
    if ended is None:
        raise Http404
    end_posting(posting=ended, by=request.user)
    messages.success(request, f"{ended.person.name}不再是「{chain.name}」的人資，從現在起看不到這家公司的資料。")
    return HttpResponseRedirect(reverse("studio_chain", args=[chain.slug]))


def _chain(slug: str) -> Chain:
    return get_object_or_404(Chain, slug=slug)


def _said_of(there: Brand | None) -> dict[str, str]:
    told = {name: getattr(there, name, "") for name in ("short_name", "accent", "accent_night")}
    return told | {"state": state_of(there)}


def _keep(request: HttpRequest, kept: Kept) -> str:
    token = str(uuid.uuid4())
    cache.set(_address(request, token), kept, KEPT_SECONDS)
    return token


def _kept(request: HttpRequest) -> Kept:
    """What this person uploaded for the preview that the form names; nothing where it is gone."""
    token = request.POST.get("kept", "")
    found: Kept | None = cache.get(_address(request, token)) if len(token) == len(str(uuid.UUID(int=0))) else None
    return found or Kept()


def _address(request: HttpRequest, token: str) -> str:
    return f"desk:{request.user.pk}:{token}"
