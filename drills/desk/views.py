"""The trainers' desk of drills."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from drills.actions.plans import drop_draft, end_plan, go_live, keep_plan, pause_plan, resume_plan
from drills.desk.forms import PlanForm, said_in
from drills.desk.queries import audience_page, owners_for, plan_for, plans_for
from drills.models import Plan
from drills.queries.faults import PlanRefused
from drills.queries.planning import preview
from people.models import Chain

STEPS: dict[str, tuple[Callable[..., object], str]] = {
    "live": (go_live, "開始了。第一場會自己排，時間到會自己送。"),
    "pause": (pause_plan, "暫停了，不會再排新的場次。"),
    "resume": (resume_plan, "繼續了。"),
    "end": (end_plan, "結束了。做過的都留著。"),
}


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """All plans that this person writes."""
    owners = owners_for(request.user)
    if not owners:
        raise Http404
    return render(request, "drills/desk/plans.html", {"plans": plans_for(request.user), "owners": owners})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a plan; `?owner=` names the chain, empty the programme."""
    owner = _owner(request)
    return _written(request, PlanForm(request.POST or None, owner=owner), owner, None)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a draft anew."""
    plan = plan_for(request.user, pk)
    if plan.state != Plan.State.DRAFT:
        return redirect("studio_drill_plan", plan.pk)
    return _written(request, PlanForm(request.POST or None, owner=plan.owner, initial=said_in(plan)), plan.owner, plan)


@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: what it would come to, what keeps it from starting, what it has done."""
    plan, now = plan_for(request.user, pk), timezone.now()
    context = {"plan": plan, "preview": preview(plan, now), "runs": plan.runs.order_by("-begins_at")[:12]}
    return render(request, "drills/desk/plan.html", context)


@require_GET
def audience(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom a plan drills, store by store; `?region=` (pk) shows one region's."""
    plan = plan_for(request.user, pk)
    found = audience_page(plan, request.GET.get("region", ""), request.GET.get("p"), timezone.now())
    return render(request, "drills/desk/audience.html", {"plan": plan, "audience": found})


@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Start, pause, resume, end, as the button says."""
    plan = plan_for(request.user, pk)
    if request.POST.get("step") == "drop":
        return _dropped(request, plan)
    found = STEPS.get(request.POST.get("step", ""))
    if found is None:
        raise Http404
    act, told = found
    try:
        act(plan=plan, by=request.user, at=timezone.now())
        messages.success(request, told)
    except PlanRefused as fault:
        messages.error(request, str(fault))
    return redirect("studio_drill_plan", plan.pk)


def _dropped(request: HttpRequest, plan: Plan) -> HttpResponse:
    try:
        drop_draft(plan=plan, by=request.user, at=timezone.now())
    except PlanRefused as fault:
        messages.error(request, str(fault))
        return redirect("studio_drill_plan", plan.pk)
    messages.success(request, "草稿丟掉了。")
    return redirect("studio_drills")


def _owner(request: HttpRequest) -> Chain | None:
    owners = owners_for(request.user)
    wanted = request.GET.get("owner")
    for owner in owners:
        if wanted == (owner.slug if owner else "") or wanted is None:
            return owner
    raise Http404


def _written(request: HttpRequest, form: PlanForm, owner: Chain | None, plan: Plan | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep_plan(terms=form.terms, owner=owner, by=request.user, at=timezone.now(), plan=plan)
        except PlanRefused as fault:
            form.add_error(fault.part if fault.part in form.fields else None, str(fault))
        except ValidationError as fault:
            form.add_error(None, fault.messages)
        else:
            messages.success(request, "存好了。看一下會怎麼走，再讓它開始。")
            return redirect("studio_drill_plan", kept.pk)
    context = {"form": form, "owner": owner, "plan": plan}
    return render(request, "drills/desk/write.html", context, status=422 if form.errors else 200)
