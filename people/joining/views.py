"""The pages behind a store's poster: who are you, wait for the manager, set a password."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people import access
from people.brands.queries import look_of
from people.forms import wait_for
from people.joining.asking import Knocked, NotByPoster, Scanner, TooManyWaiting, code_of, knock, request_of, stand_of
from people.joining.forms import JoinForm
from people.joining.handing import take_in_hand
from people.joining.posters import PosterGone, poster_of
from people.joining.rules import ASKING
from people.joining.starting import CodeGone
from people.languages.rules import TAGS
from people.models import JoinPoster, JoinRequest, Store
from people.tries.actions import TooManyTries, forgive, take_try
from people.tries.callers import address_of

HELD = "join"


@access.public
@never_cache
@ensure_csrf_cookie
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The store of a poster: who scans it says who they are, or sees how their request stands."""
    now = timezone.now()
    try:
        poster = poster_of(token=token, at=now)
    except PosterGone as fault:
        return render(request, "people/join/gone.html", {"fault": fault}, status=404 if fault.store is None else 410)
    if request.method == "POST":
        return _knocked(request, poster, now)
    asked = _asked(request, poster.store)
    if asked is None or "again" in request.GET:
        return _page(request, poster, JoinForm(initial=_told(asked)))
    context = {"poster": poster, "asked": asked, "stand": stand_of(asked, now), "until": asked.asked_at + ASKING}
    context["brand"] = look_of(poster.store.chain_id)
    return render(request, "people/join/waiting.html", context)


@access.public
@never_cache
@require_GET
def stand(request: HttpRequest, token: str) -> HttpResponse:
    """How the request of this browser stands, for the page that waits: `{"stand": …}`, or 404 where there is none."""
    now = timezone.now()
    try:
        asked = _asked(request, poster_of(token=token, at=now).store)
    except PosterGone:
        asked = None
    if asked is None:
        return JsonResponse({}, status=404)
    return JsonResponse({"stand": stand_of(asked, now)})


@access.own_check("the browser whose request to join was approved")
@never_cache
@require_POST
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """From an approved request to the page on which the password is set."""
    now = timezone.now()
    try:
        asked = _asked(request, poster_of(token=token, at=now).store)
        if asked is None:
            raise CodeGone
        code = code_of(asked, now)
    except (PosterGone, CodeGone):
        return redirect("join", token)
    secret = request.session[HELD]
    take_in_hand(request, code, poster=token)
    # In the new session too: who comes back later finds the request as it stands.
    request.session[HELD] = secret
    return redirect("own-password")


def _knocked(request: HttpRequest, poster: JoinPoster, at: datetime) -> HttpResponse:
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _page(request, poster, form)
    try:
        came = _counted(request, poster.store, form, at)
    except TooManyTries as fault:
        form.add_error(None, wait_for(fault))
        return _page(request, poster, form)
    except NotByPoster:
        form.add_error(None, _("店長和總部的帳號不能用海報加入。請向總部人資拿一組起始碼，再到登入頁使用。"))
        return _page(request, poster, form)
    except TooManyWaiting:
        form.add_error(None, _("這家門市等著同意的人太多了。請店長先看過，再送一次。"))
        return _page(request, poster, form)
    return _onward(request, poster, form, came)


def _counted(request: HttpRequest, store: Store, form: JoinForm, at: datetime) -> Knocked:
    """Knock, as a try on that account that is taken back where it was somebody's own. Raises TooManyTries."""
    number = form.cleaned_data["employee_number"]
    taken = take_try(chain=store.chain.slug, employee_number=number, address=address_of(request), at=at)
    language, secret = TAGS[request.LANGUAGE_CODE], request.session.get(HELD, "")
    came = knock(store=store, who=Scanner(number, form.cleaned_data["name"], language, secret), at=at)
    if not came.secret:
        forgive(taken=taken)
    return came


def _onward(request: HttpRequest, poster: JoinPoster, form: JoinForm, came: Knocked) -> HttpResponse:
    if came.code:
        take_in_hand(request, came.code, poster=poster.token)
        return redirect("own-password")
    if came.secret:
        request.session[HELD] = came.secret
        return redirect("join", poster.token)
    told = {"chain": poster.store.chain.slug, "employee_number": form.cleaned_data["employee_number"]}
    messages.info(request, _("你已經有密碼了，直接登入就好。"))
    return HttpResponseRedirect("/sign-in/?" + urlencode(told))


def _page(request: HttpRequest, poster: JoinPoster, form: JoinForm) -> HttpResponse:
    context = {"poster": poster, "form": form, "brand": look_of(poster.store.chain_id)}
    return render(request, "people/join/form.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, store: Store) -> JoinRequest | None:
    return request_of(secret=request.session.get(HELD, ""), store=store)


def _told(asked: JoinRequest | None) -> dict[str, str]:
    return {"employee_number": asked.employee_number, "name": asked.name} if asked else {}
