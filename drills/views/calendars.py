"""What a store says beforehand: its days without drills, and the address of its calendar."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drills.actions.blackouts import WrongDays, lift_blackout, set_blackout
from drills.calendars.actions import end_address, renew_address
from drills.calendars.feeds import feed_of, store_of
from drills.models import CalendarAddress
from people import access
from people.doors import store_for
from people.models import Store
from people.models.posting import ON_THE_BOARD, WHO_PLAN
from people.shifts.rules import shop_day
from people.widgets import DayInput


class BlackoutForm(forms.Form):
    first_on = forms.DateField(label=gettext_lazy("從"), widget=DayInput())
    last_on = forms.DateField(label=gettext_lazy("到（包含這一天）"), widget=DayInput())


@access.roles(*ON_THE_BOARD)
@never_cache
@require_http_methods(["GET", "POST"])
def quiet_days(request: HttpRequest, chain: str, code: str) -> HttpResponse:
    """A store's own days without drills, and its calendar."""
    store = store_for(request.user, chain, code)
    form = BlackoutForm(request.POST or None)
    if request.method == "POST":
        store = store_for(request.user, chain, code, roles=WHO_PLAN)
        if form.is_valid() and _set(request, store, form):
            messages.success(request, _("這幾天不會有演練。"))
            return redirect("drill-days", chain, code)
    return _page(request, store, form)


def _set(request: HttpRequest, store: Store, form: BlackoutForm) -> bool:
    try:
        set_blackout(store=store, by=request.user, at=timezone.now(), **form.cleaned_data)
    except WrongDays as fault:
        form.add_error(getattr(fault, "part", None) or None, str(fault))
        return False
    return True


@access.roles(*ON_THE_BOARD)
@require_POST
def lift(request: HttpRequest, chain: str, code: str, blackout: int) -> HttpResponse:
    """These days may have drills again."""
    store = store_for(request.user, chain, code, roles=WHO_PLAN)
    found = store.drill_blackouts.filter(pk=blackout).first()
    if found is None:
        raise Http404
    lift_blackout(blackout=found, by=request.user, at=timezone.now())
    return redirect("drill-days", chain, code)


@access.roles(*ON_THE_BOARD)
@require_POST
def address(request: HttpRequest, chain: str, code: str) -> HttpResponse:
    """A new secret address for the calendar, or none."""
    store = store_for(request.user, chain, code, roles=WHO_PLAN)
    act = end_address if request.POST.get("step") == "end" else renew_address
    act(store=store, by=request.user, at=timezone.now())
    return redirect("drill-days", chain, code)


@access.public
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar, for whoever has its address. Nobody is named in it."""
    store = store_of(token)
    if store is None:
        raise Http404
    told = {"Cache-Control": "private, max-age=900"}
    return HttpResponse(feed_of(store, timezone.now()), content_type="text/calendar; charset=utf-8", headers=told)


def _page(request: HttpRequest, store: Store, form: BlackoutForm) -> HttpResponse:
    now = timezone.now()
    kept = CalendarAddress.objects.filter(store=store).first()
    context: dict[str, Any] = {
        "store": store,
        "form": form,
        "blackouts": store.drill_blackouts.filter(last_on__gte=shop_day(now)),
        "feed": kept and request.build_absolute_uri(reverse("drill-calendar", args=[kept.token])),
        "plans": _plans(request, store),
    }
    return render(request, "drills/days.html", context, status=422 if form.errors else 200)


def _plans(request: HttpRequest, store: Store) -> bool:
    try:
        store_for(request.user, store.chain.slug, store.code, roles=WHO_PLAN)
    except Http404:
        return False
    return True
