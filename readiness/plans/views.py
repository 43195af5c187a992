"""The page of a store's plan, and what is handed in there. Files may name other stores of the same person's, too."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people import access
from people.doors import absence_for, plans, store_for, stores_for
from people.models import Store
from people.models.posting import ON_THE_BOARD, WHO_PLAN
from people.shifts.absences.actions import drop_absence, take_absences
from people.shifts.actions import Planned, set_hours, take_shifts
from people.shifts.rows import ShiftsError
from readiness.addresses import store_url
from readiness.plans.forms import HoursForm, LeaveForm, PlanForm
from readiness.plans.queries import plan_page


@access.roles(*ON_THE_BOARD)
@require_http_methods(["GET", "POST"])
def shifts(request: HttpRequest, chain: str, code: str) -> HttpResponse:
    """The coming week of one store; who plans it takes a file over."""
    if request.method == "GET":
        return _page(request, store_for(request.user, chain, code))
    store, form = _planned(request, chain, code), PlanForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            taken = take_shifts(chain=store.chain, lines=form.lines, by=request.user, stores=_mine(request))
        except ShiftsError as fault:
            form.add_error("plan", str(fault))
        else:
            words = _("班表收好了：%(stores)d 家門市，新增 %(new)d 個班，刪掉 %(removed)d 個，%(same)d 個沒有變。")
            messages.success(request, words % _counted(taken))
            return redirect(store_url(store.chain.slug, store.code))
    return _page(request, store, plan_form=form)


@access.roles(*WHO_PLAN)
@require_POST
def leave(request: HttpRequest, chain: str, code: str) -> HttpResponse:
    """Take a list of leave over."""
    store, form = _planned(request, chain, code), LeaveForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            taken = take_absences(chain=store.chain, lines=form.lines, by=request.user, stores=_mine(request))
        except ShiftsError as fault:
            form.add_error("leave", str(fault))
        else:
            words = _("請假收好了：%(stores)d 家門市，新增 %(new)d 筆，刪掉 %(removed)d 筆，%(same)d 筆沒有變。")
            messages.success(request, words % _counted(taken))
            return _back(store)
    return _page(request, store, leave_form=form)


@access.roles(*WHO_PLAN)
@require_POST
def drop_leave(request: HttpRequest, chain: str, code: str, absence: int) -> HttpResponse:
    """Take one entry out of the list of leave."""
    found = absence_for(request.user, chain, code, absence)
    name, store = found.person.name, found.store
    drop_absence(absence=found, by=request.user)
    messages.success(request, _("拿掉了%(name)s的請假。") % {"name": name})
    return _back(store)


@access.roles(*WHO_PLAN)
@require_POST
def hours(request: HttpRequest, chain: str, code: str) -> HttpResponse:
    """Say when the store is open."""
    store, form = _planned(request, chain, code), HoursForm(request.POST)
    if not form.is_valid():
        return _page(request, store, hours_form=form)
    set_hours(store=store, hours=form.hours, by=request.user)
    messages.success(request, _("營業時間存好了。"))
    return _back(store)


def _planned(request: HttpRequest, chain: str, code: str) -> Store:
    return store_for(request.user, chain, code, roles=WHO_PLAN)


def _mine(request: HttpRequest) -> Any:
    return stores_for(request.user, roles=WHO_PLAN)


def _counted(taken: Planned) -> dict[str, int]:
    return {"stores": taken.stores, "new": taken.new, "removed": taken.removed, "same": taken.same}


def _back(store: Store) -> HttpResponse:
    return redirect("board-shifts", store.chain.slug, store.code)


def _page(request: HttpRequest, store: Store, **given: Any) -> HttpResponse:
    may_plan = plans(request.user, store)
    page = plan_page(store, timezone.now(), plans=may_plan)
    forms = {"plan_form": PlanForm(), "leave_form": LeaveForm(), "hours_form": HoursForm(hours=page.hours)}
    context = {"page": page, "may_plan": may_plan, **forms, **given}
    return render(request, "readiness/plans/page.html", context, status=422 if given else 200)
