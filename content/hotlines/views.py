"""The operators' desk of hotlines: the list, one hotline, and what keeps it from going."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from content.actions.change_hotlines import (
    ChangedMeanwhile,
    StillNamed,
    WrongHotline,
    bring_back_hotline,
    retire_hotline,
    save_hotline,
)
from content.actions.freeze import Withdrawn
from content.hotlines.forms import HotlineForm, said_of
from content.hotlines.queries import desk, naming, users_of
from content.hotlines.rules import Entry
from content.models import Edition
from content.queries import hotlines
from content.studio import for_operators

MEANWHILE = "有人剛剛改過專線，你看到的不是最新的。你的修改還沒有存，請重新打開這一頁再改一次。"


@for_operators
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """All hotlines, which works name them, and what was changed lately."""
    return render(request, "content/hotlines/list.html", {"desk": desk(timezone.localdate())})


@for_operators
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A hotline that is not there yet."""
    base, _ = _looked_at()
    form = HotlineForm(request.POST or None, initial={"base": base, "langs": "zh"})
    if request.method == "POST" and form.is_valid() and _saved(request, form, form.entry(), new=True):
        return HttpResponseRedirect(reverse("studio_hotlines"))
    return render(request, "content/hotlines/edit.html", {"form": form}, status=422 if form.errors else 200)


@for_operators
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """One hotline, and the sentences of the works that name it."""
    base, entries = _looked_at()
    before = _named(entries, key)
    form = HotlineForm(request.POST or None, initial=said_of(before, base), known=True)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data["key"] = key
        if _saved(request, form, form.entry(before), new=False):
            return HttpResponseRedirect(reverse("studio_hotlines"))
    context = {"form": form, "entry": before, "naming": naming(key)}
    return render(request, "content/hotlines/edit.html", context, status=422 if form.errors else 200)


@for_operators
@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, key: str) -> HttpResponse:
    """Retire a hotline, or say which works still name it."""
    base, entries = _looked_at()
    entry = _named(entries, key)
    if request.method == "POST":
        return _turned(request, lambda looked_at: retire_hotline(key=key, base=looked_at, by=request.user), "停用了")
    context = {"entry": entry, "users": users_of(key), "base": base}
    return render(request, "content/hotlines/retire.html", context)


@for_operators
@require_POST
def bring_back(request: HttpRequest, key: str) -> HttpResponse:
    """Let texts name a retired hotline again."""
    _named(_looked_at()[1], key)
    return _turned(request, lambda looked_at: bring_back_hotline(key=key, base=looked_at, by=request.user), "放回來了")


def _looked_at() -> tuple[str, list[Entry]]:
    """The current edition's hash and its entries."""
    work = hotlines()
    return (work.current_id, work.current.read()["entries"]) if work and work.current else ("", [])


def _named(entries: list[Entry], key: str) -> Entry:
    entry = next((entry for entry in entries if entry["key"] == key), None)
    if entry is None:
        raise Http404
    return entry


def _saved(request: HttpRequest, form: HotlineForm, entry: Entry, *, new: bool) -> bool:
    try:
        edition = save_hotline(entry=entry, new=new, base=form.cleaned_data["base"], by=request.user)
    except WrongHotline as refusal:
        form.tell(refusal.faults)
    except ChangedMeanwhile:
        form.add_error(None, MEANWHILE)
    except Withdrawn:
        form.add_error(None, "這份專線和撤回過的一版一模一樣，請先改好撤回的原因。")
    else:
        _tell(request, edition, f"「{entry['name']['zh-Hant']}」存好了")
    return not form.errors


def _turned(request: HttpRequest, turn: Callable[[str], Edition], done: str) -> HttpResponse:
    try:
        _tell(request, turn(request.POST.get("base", "")), done)
    except StillNamed as refusal:
        messages.error(request, f"還不能停用：{'、'.join(refusal.users)} 還在用。請先改那些教材，再停用。")
    except ChangedMeanwhile:
        messages.error(request, MEANWHILE)
    except Withdrawn:
        messages.error(request, "這份專線和撤回過的一版一模一樣，沒有存。")
    return HttpResponseRedirect(reverse("studio_hotlines"))


def _tell(request: HttpRequest, edition: Edition, done: str) -> None:
    messages.success(request, f"{done}：專線現在是第 {edition.number} 版，開著的手機 30 秒內會換成新的。")
