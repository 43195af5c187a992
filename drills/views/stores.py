"""One store's drill for those who answer for the store: the team's view, the checklist, what follows."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from drills.actions.answering import abort_all
from drills.actions.observing import NotOver, close, debrief, finish_action, learn, owe_action
from drills.forms import CorrectiveActionForm, LessonForm
from drills.models import StoreDrill
from drills.queries.doors import WHO_STOP, store_drill_for
from drills.queries.reviews import checklist_for, review_of
from people import access
from people.models import Person
from people.models.posting import ON_THE_BOARD


@access.roles(*ON_THE_BOARD)
@require_safe
def store_drill(request: HttpRequest, drill: int) -> HttpResponse:
    """The after-action review of one store as a page."""
    found = store_drill_for(request.user, drill)
    return _page(request, found, LessonForm(), CorrectiveActionForm(store=found.store, me=request.user))


@access.roles(*ON_THE_BOARD)
@require_safe
@ensure_csrf_cookie
def observe(request: HttpRequest, drill: int) -> HttpResponse:
    """The checklist on the observer's phone; it is sent through the phone's own drawer, so that it needs no network."""
    found = store_drill_for(request.user, drill, roles=WHO_STOP)
    return render(request, "drills/observe.html", {"checklist": checklist_for(found, request.user)})


@access.roles(*ON_THE_BOARD)
@require_POST
def say_lesson(request: HttpRequest, drill: int) -> HttpResponse:
    """Somebody of the team says what was learned."""
    found = store_drill_for(request.user, drill)
    form = LessonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, CorrectiveActionForm(store=found.store, me=request.user))
    learn(store_drill=found, text=form.cleaned_data["text"])
    messages.success(request, _("記下來了，沒有記是誰說的。"))
    return redirect("store-drill", found.pk)


@access.roles(*ON_THE_BOARD)
@require_POST
def take_action(request: HttpRequest, drill: int) -> HttpResponse:
    """Somebody takes on what is to be mended."""
    found = store_drill_for(request.user, drill, roles=WHO_STOP)
    form = CorrectiveActionForm(request.POST, store=found.store, me=request.user)
    if not form.is_valid():
        return _page(request, found, LessonForm(), form)
    owe_action(store_drill=found, by=request.user, **form.cleaned_data)
    messages.success(request, _("排好了，到期前會看到。"))
    return redirect("store-drill", found.pk)


@access.roles(*ON_THE_BOARD)
@require_POST
def finish(request: HttpRequest, drill: int, action: int) -> HttpResponse:
    """A corrective action is done."""
    found = store_drill_for(request.user, drill, roles=WHO_STOP)
    owed = found.corrective_actions.filter(pk=action).first()
    if owed is None:
        raise Http404
    finish_action(action=owed, by=request.user)
    return redirect("store-drill", found.pk)


@access.roles(*ON_THE_BOARD)
@require_POST
def go_on(request: HttpRequest, drill: int) -> HttpResponse:
    """Debriefed, closed, or stopped because something real is going on, as the button says."""
    found = store_drill_for(request.user, drill, roles=WHO_STOP)
    act = {"debrief": _debrief, "close": _close, "stop": _stop}.get(request.POST.get("step", ""))
    if act is None:
        raise PermissionDenied
    try:
        messages.success(request, act(found, request.user))
    except NotOver:
        messages.error(request, _("還不行：要等每個人都做完，改善事項也都完成。"))
    return redirect("store-drill", found.pk)


def _debrief(found: StoreDrill, by: Person) -> str:
    debrief(store_drill=found, by=by)
    return _("檢討過了，謝謝大家。")


def _close(found: StoreDrill, by: Person) -> str:
    close(store_drill=found, by=by)
    return _("結案了。")


def _stop(found: StoreDrill, by: Person) -> str:
    abort_all(store_drill=found, by=by)
    return _("演練停了。先處理真的事，這次不會記在任何人身上。")


def _page(request: HttpRequest, found: StoreDrill, lesson: LessonForm, action: CorrectiveActionForm) -> HttpResponse:
    review = review_of(found, request.user.language)
    now = timezone.now()
    context = {"review": review, "lesson_form": lesson, "action_form": action, "today": timezone.localdate(now)}
    return render(request, "drills/store_drill.html", context)
