"""The studio's pages of what clerks tell; and, for everybody, one's own learning time."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from wagtail.models import Page

from attempts.actions import answer_flags
from attempts.forms import AnswerForm
from attempts.models import Flag
from attempts.queries.flags import open_by_work, opened, spots
from attempts.queries.opinions import opinions
from attempts.queries.times import own_months
from attempts.rules import LONGEST_STEP_MS, months_back
from content.models import WorkPage
from content.rules import LANGUAGES, SOURCE_LOCALE
from content.studio import own_work_for, own_works_for
from people import access

PER_PAGE = 20
MONTHS = 12


@require_GET
def feedback(request: HttpRequest) -> HttpResponse:
    """What clerks have reported of the works that one answers for, open ones first."""
    works = _works(request)
    state = request.GET.get("state")
    state = state if state in Flag.State.values else Flag.State.OPEN
    work = _chosen(request)
    found = spots(works.filter(pk=work.pk) if work else works, state)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "spots": opened(page.object_list, state),
        "page": page,
        "state": state,
        "states": Flag.State.choices,
        "work": work,
        "waiting": open_by_work(works),
    }
    return render(request, "attempts/studio/feedback.html", context)


@require_POST
def answer(request: HttpRequest, work_id: uuid.UUID) -> HttpResponse:
    """Say of reported spots of one work that they are mended, or no fault and why."""
    work = own_work_for(request.user, work_id)
    form = AnswerForm(request.POST, work=work)
    if form.is_valid():
        told = form.cleaned_data
        chosen = [flag.pk for flag in told["flags"]]
        state = Flag.State(told["state"])
        n = answer_flags(work=work, flags=chosen, state=state, reply=told["reply"], by=request.user)
        messages.success(request, f"{n} 個回報標成「{state.label}」。回報的夥伴會在「今日」看到。")
    else:
        messages.error(request, form.told)
    return HttpResponseRedirect(reverse("studio_feedback"))


@require_GET
def mend(request: HttpRequest, work_id: uuid.UUID, node: str) -> HttpResponse:
    """To the block of a node in the page's editor, or to the page of the language that is asked for. A question that
    was asked alone is mended in its lesson."""
    work = own_work_for(request.user, work_id)
    locale = {tag: code for code, tag in LANGUAGES.items()}.get(request.GET.get("lang", ""), SOURCE_LOCALE)
    written = Page.objects.filter(translation_key=work.part_of_id or work.pk)
    pages = {page.locale.language_code: page for page in written}
    page = pages.get(locale) or pages.get(SOURCE_LOCALE)
    if page is None or not issubclass(page.specific_class, WorkPage):
        raise Http404
    block = _block_of(page.get_latest_revision_as_object().nodes.get_prep_value(), node)
    place = f"#block-{block}-section" if block and page.locale.language_code == SOURCE_LOCALE else ""
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]) + place)


@require_GET
def opinion(request: HttpRequest) -> HttpResponse:
    """How sure clerks are before and after each work, and of what use it is to them."""
    return render(request, "attempts/studio/opinions.html", {"opinions": opinions(_works(request))})


@access.signed_in
@require_GET
def my_time(request: HttpRequest) -> HttpResponse:
    """How long the person who looks has learned in each of the last months, as their HR people see it."""
    now = timezone.now()
    today: date = timezone.localtime(now, timezone.get_default_timezone()).date()
    months = own_months(request.user, now, months_back(today, MONTHS))
    (this, ms), *before = months
    context = {
        "month": this,
        "ms": ms,
        "before": [(month, spent) for month, spent in before if spent],
        "longest_minutes": LONGEST_STEP_MS // 60_000,
    }
    return render(request, "attempts/my_time.html", context)


def _works(request: HttpRequest) -> Any:
    """The works that this person answers for. Http404: none of the studio's trainers."""
    works = own_works_for(request.user)
    if not works.exists():
        raise Http404
    return works


def _chosen(request: HttpRequest) -> Any:
    """The one work that is asked for, through its door; None where all are."""
    asked = request.GET.get("work")
    if not asked:
        return None
    try:
        return own_work_for(request.user, uuid.UUID(asked))
    except ValueError:
        raise Http404 from None


def _block_of(raw: Any, node: str) -> str | None:
    """The id of the block that writes a node, wherever it is nested."""
    if isinstance(raw, list):
        return next((found for each in raw if (found := _block_of(each, node))), None)
    if not isinstance(raw, dict):
        return None
    value = raw.get("value")
    if isinstance(value, dict) and value.get("node_id") == node and raw.get("id"):
        return str(raw["id"])
    return next((found for each in raw.values() if (found := _block_of(each, node))), None)
