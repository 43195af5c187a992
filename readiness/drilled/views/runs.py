"""The runs that somebody watches: the list, one run while it goes, all its calls as a file; pause, cancel,
widen."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drills.actions.steering import NotSteered, cancel_run, pause_run, resume_run
from drills.actions.widening import widen_run
from drills.models import Run
from drills.queries.doors import WHO_STEER, WHO_WATCH, Watched, watched_by
from drills.queries.faults import PlanRefused
from people import access
from people.actions import keep
from people.models import Person
from readiness.drilled.boards import CALLS_HEAD, board_of, call_rows, run_lines
from readiness.drilled.forms import WidenForm
from readiness.sheets import sent


@access.roles(*WHO_WATCH)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The newest runs that this person watches."""
    return render(request, "readiness/drilled/runs.html", {"lines": run_lines(watched_by(request.user))})


@access.roles(*WHO_WATCH)
@require_safe
def one(request: HttpRequest, run: int) -> HttpResponse:
    """One run while it goes; it looks again by itself while something may still happen."""
    watched = watched_by(request.user)
    return _page(request, watched, watched.run(run))


def _page(request: HttpRequest, watched: Watched, run: Run, form: WidenForm | None = None) -> HttpResponse:
    context = {
        "board": board_of(run, watched),
        "steers": watched.steers(run),
        "live": run.state in LIVE,
        "form": form or WidenForm(owner=run.plan.owner),
    }
    return render(request, "readiness/drilled/run.html", context)


@access.roles(*WHO_WATCH)
@require_safe
def calls_csv(request: HttpRequest, run: int) -> HttpResponseBase:
    """All calls of a run that this person sees, streamed; in the audit trail."""
    watched = watched_by(request.user)
    found = watched.run(run)
    keep("export_drill_calls", found, by=request.user)
    name = f"streetlight-drill-{found.pk}-{found.occurrence}.csv"
    return sent(name, CALLS_HEAD, call_rows(found, watched))


@access.roles(*WHO_STEER)
@require_POST
def step(request: HttpRequest, run: int) -> HttpResponse:
    """Pause, resume or cancel, as the button says."""
    found = watched_by(request.user).run(run, steering=True)
    act = STEPS.get(request.POST.get("step", ""))
    if act is None:
        raise Http404
    try:
        messages.success(request, act(found, request.user))
    except NotSteered as fault:
        messages.error(request, str(fault))
    return redirect("drill-run", found.pk)


@access.roles(*WHO_STEER)
@require_POST
def widen(request: HttpRequest, run: int) -> HttpResponse:
    """More stores for a run that goes on."""
    watched = watched_by(request.user)
    found = watched.run(run, steering=True)
    form = WidenForm(request.POST, owner=found.plan.owner)
    if not form.is_valid():
        return _page(request, watched, found, form)
    try:
        done = widen_run(run=found, stores=form.cleaned_data["stores"], by=request.user, at=timezone.now())
    except PlanRefused as fault:
        # Perhaps the run is over by now, and its page has no such form any more.
        messages.error(request, str(fault))
        return redirect("drill-run", found.pk)
    if done.stores:
        words = _("加了 %(stores)d 家門市，會找 %(calls)d 個人。")
        messages.success(request, words % {"stores": done.stores, "calls": done.calls})
    if done.unplaced:
        messages.warning(request, _("排不進剩下的時間：%(n)d 家。") % {"n": done.unplaced})
    if not done.stores and not done.unplaced:
        messages.info(request, _("這些門市本來就在這一場。"))
    return redirect("drill-run", found.pk)


LIVE = (Run.State.PLANNED, Run.State.UNDER_WAY, Run.State.PAUSED)


def _pause(run: Run, by: Person) -> str:
    pause_run(run=run, by=by, at=timezone.now())
    return _("暫停了，不會再送。")


def _resume(run: Run, by: Person) -> str:
    resume_run(run=run, by=by, at=timezone.now())
    return _("繼續了，錯過的時間會另外抽。")


def _cancel(run: Run, by: Person) -> str:
    cancel_run(run=run, by=by, at=timezone.now())
    return _("取消了，不會記在任何人身上。")


STEPS: dict[str, Callable[[Run, Person], str]] = {"pause": _pause, "resume": _resume, "cancel": _cancel}
