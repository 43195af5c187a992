"""The studio's own pages beside Wagtail's: rehearsal, findings, facts, editions and their withdrawal."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Page
from wagtail.permissions import policy_registry

from content.actions.mark_translation import mark_translation
from content.actions.publish import CannotPublish
from content.actions.withdraw import OnlyHotlines, withdraw
from content.edge import refused
from content.forms import ReadForm, WithdrawForm
from content.models import WorkPage
from content.models.works import script_of
from content.panels import findings_context
from content.play import draft_script, player_config, rehearse
from content.queries import catalogue, known_facts, translations_of
from content.rules import SOURCE, SOURCE_LOCALE
from content.script import NotAllowed, Script, learner_view
from content.studio import for_operators, known_pages, own_edition_for, own_work_for, pictures_for, work_for

PER_PAGE = 50


@require_GET
@ensure_csrf_cookie
def play(request: HttpRequest, work_id: uuid.UUID) -> HttpResponse:
    """The player with the current edition, as a rehearsal."""
    work = work_for(request.user, work_id)
    page = _page_of(work_id)
    if work.current is None or "nodes" not in (body := work.current.read()):
        raise Http404
    back = reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else reverse("wagtailadmin_home")
    config = player_config(
        learner_view(body, work.current_id, request.GET.get("lang", SOURCE)),
        mode="rehearsal",
        back_url=back,
        outcome_url=reverse("studio_play_outcome", args=[work_id]),
        review=page.review if page else None,
    )
    return render(request, "attempts/player.html", {"player": config})


@require_POST
def play_outcome(request: HttpRequest, work_id: uuid.UUID) -> HttpResponse:
    """What the answers of a rehearsal lead to; nothing is stored."""
    work = work_for(request.user, work_id)
    if work.current_id is None:
        raise Http404
    return _outcome(request, script_of(work.current_id))


@require_POST
def draft_outcome(request: HttpRequest, address: str) -> HttpResponse:
    """The same for a preview."""
    script = draft_script(address)
    if script is None:
        return JsonResponse({"detail": "這份草稿已經改過了，請重新開啟預覽。"}, status=404)
    return _outcome(request, script)


def _outcome(request: HttpRequest, script: Script) -> HttpResponse:
    try:
        sent = json.loads(request.body)
        return JsonResponse(rehearse(script, str(sent["seed"]), list(sent["answers"])))
    except (ValueError, KeyError, TypeError) as fault:
        reason = fault.reason if isinstance(fault, NotAllowed) else "malformed"
        return JsonResponse({"detail": "劇本不接受這些作答，請重新試玩。", "reason": reason}, status=422)


@require_GET
def findings(request: HttpRequest, page_id: int) -> HttpResponse:
    """The list of findings of a page's latest draft, asked for again after each save."""
    page = get_object_or_404(Page, pk=page_id)
    if not issubclass(page.specific_class, WorkPage) or not page.permissions_for_user(request.user).can_edit():
        raise Http404
    draft = page.get_latest_revision_as_object()
    return render(request, "content/panels/findings_list.html", findings_context(draft))


@require_GET
def editions(request: HttpRequest, work_id: uuid.UUID) -> HttpResponse:
    """Every edition of a work, newest first."""
    work = own_work_for(request.user, work_id)
    rows = work.editions.defer("body").select_related("published_by").order_by("-number")
    return render(request, "content/editions.html", {"work": work, "editions": rows, "page": _page_of(work_id)})


@require_http_methods(["GET", "POST"])
def languages(request: HttpRequest, work_id: uuid.UUID) -> HttpResponse:
    """The translations of a work: which are a machine's drafts, and saying that a native reader has read one."""
    work, page = own_work_for(request.user, work_id), _page_of(work_id)
    if page is None:
        raise Http404
    form = ReadForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            mark_translation(page_class=type(page), key=work.pk, by=request.user, **form.cleaned_data)
        except CannotPublish as refusal:
            return refused(request, refusal)
        messages.success(request, form.told())
        return HttpResponseRedirect(reverse("studio_languages", args=[work_id]))
    context = {"work": work, "page": page, "translations": translations_of(work), "form": form}
    return render(request, "content/languages.html", context, status=422 if form.errors else 200)


@for_operators
@require_GET
def works(request: HttpRequest) -> HttpResponse:
    """Every work of every owner, each with the way to its editions."""
    wanted = request.GET.get("q", "").strip()[:80]
    page = Paginator(catalogue(wanted), PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "content/works.html", {"page": page, "wanted": wanted})


@require_http_methods(["GET", "POST"])
def withdraw_edition(request: HttpRequest, sha256: str) -> HttpResponse:
    """Withdraw one edition, with a reason that is shown to those who were working on it."""
    edition = own_edition_for(request.user, sha256)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(edition=edition, because=form.cleaned_data["because"], by=request.user)
        except OnlyHotlines:
            form.add_error(None, "這是唯一還在用的專線，撤回以後手機上會沒有號碼。請到「專線」改好，再撤回這一版。")
        else:
            messages.success(request, f"第 {edition.number} 版已經撤回。")
            return HttpResponseRedirect(reverse("studio_editions", args=[edition.work_id]))
    return render(request, "content/withdraw.html", {"edition": edition, "form": form})


@require_GET
def facts(request: HttpRequest) -> HttpResponse:
    """What the texts rely on and where it was found; what nobody has looked at for a year comes first."""
    known = known_facts(timezone.localdate(), Page.objects.filter(known_pages(request.user)))
    policy = policy_registry.get_by_type(Page)
    mine = set(policy.instances_user_has_permission_for(request.user, "change").values_list("pk", flat=True))
    stale = sum(each.stale for each in known)
    return render(request, "content/facts.html", {"known": known, "stale": stale, "mine": mine})


@require_GET
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture's file or one of its small ones, to those who may use the picture."""
    mine = pictures_for(request.user).filter(Q(file=path) | Q(renditions__file=path))
    if not mine.exists():
        raise Http404
    return FileResponse(default_storage.open(path), headers={"Cache-Control": "private, max-age=3600"})


def _page_of(work_id: uuid.UUID) -> Any:
    page = Page.objects.filter(translation_key=work_id, locale__language_code=SOURCE_LOCALE).first()
    return page.specific if page and issubclass(page.specific_class, WorkPage) else None
