"""The runs that somebody watches: the list, one run while it goes, all its calls as a file, pause and cancel."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drills.actions.steering import NotSteered, cancel_run, pause_run, resume_run
from drills.models import Run
from drills.queries.doors import WHO_STEER, WHO_WATCH, run_for, runs_for
from people import access
from people.actions import keep
from people.models import Person
from readiness.drilled.boards import CALLS_HEAD, board_of, call_rows, run_lines
from readiness.sheets import csv_chunks


@access.roles(*WHO_WATCH)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The newest runs of the plans that this person answers for."""
    return render(request, "readiness/drilled/runs.html", {"lines": run_lines(runs_for(request.user))})


@access.roles(*WHO_WATCH)
@require_safe
def one(request: HttpRequest, run: int) -> HttpResponse:
    """One run while it goes; it looks again by itself while something may still happen."""
    found = run_for(request.user, run)
    steers = runs_for(request.user, steering=True).filter(pk=found.pk).exists()
    context = {"board": board_of(found), "steers": steers, "live": found.state in LIVE}
    return render(request, "readiness/drilled/run.html", context)


@access.roles(*WHO_WATCH)
@require_safe
def calls_csv(request: HttpRequest, run: int) -> HttpResponseBase:
    """All calls of a run, streamed; in the audit trail."""
    found = run_for(request.user, run)
    keep("export_drill_calls", found, by=request.user)
    told = {"Content-Disposition": f'attachment; filename="streetlight-drill-{found.pk}-{found.occurrence}.csv"'}
    chunks = csv_chunks(CALLS_HEAD, call_rows(found))
    return StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8", headers=told)


@access.roles(*WHO_STEER)
@require_POST
def step(request: HttpRequest, run: int) -> HttpResponse:
    """Pause, resume or cancel, as the button says."""
    found = run_for(request.user, run, steering=True)
    act = STEPS.get(request.POST.get("step", ""))
    if act is None:
        raise Http404
    try:
        messages.success(request, act(found, request.user))
    except NotSteered as fault:
        messages.error(request, str(fault))
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
