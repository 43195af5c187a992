"""Deciding, on a store's page, about who scanned its poster; and the question before a password is taken away."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from people import access
from people.doors import chain_to_staff, store_to_staff
from people.joining import deciding
from people.joining.reading import StaffListError
from people.models import JoinReason, JoinRequest
from people.models.posting import WHO_INVITES
from readiness.invite import queries
from readiness.invite.actions import NotTheirsToHelp, whom_to_help


@access.roles(*WHO_INVITES)
@never_cache
@require_GET
def reset(request: HttpRequest, chain: str, code: str) -> HttpResponse:
    """What a reset of one person of a store would end, before anybody does it."""
    now = timezone.now()
    shown = chain_to_staff(request.user, chain, now)
    store = store_to_staff(request.user, shown, code, now)
    number = request.GET.get("employee_number", "")
    try:
        one = whom_to_help(chain=shown, store=store, employee_number=number, by=request.user, at=now)
    except NotTheirsToHelp as fault:
        raise Http404 from fault
    return render(request, "readiness/invite/reset.html", {"chain": shown, "store": store, "one": one})


@access.roles(*WHO_INVITES)
@never_cache
@require_POST
def approve(request: HttpRequest, chain: str, code: str) -> HttpResponse:
    """Let somebody in who asked; the browser that asked goes on by itself."""
    now = timezone.now()

    def let_in(asked: JoinRequest) -> None:
        stores = queries.staffable(request.user, asked.store.chain, now)
        same = "same_person" in request.POST
        person = deciding.approve(asked=asked, stores=stores, by=request.user, same_person=same, at=now)
        messages.success(request, _("{name}可以加入了，請對方在自己的手機上設定密碼。").format(name=person.name))

    return _decided(request, chain, code, let_in)


@access.roles(*WHO_INVITES)
@never_cache
@require_POST
def refuse(request: HttpRequest, chain: str, code: str) -> HttpResponse:
    """Say no, with a reason."""

    def say_no(asked: JoinRequest) -> None:
        reason = request.POST.get("reason", "")
        if reason not in JoinReason.values:
            messages.error(request, _("請選一個原因，對方會看到。"))
            return
        deciding.refuse(asked=asked, reason=JoinReason(reason), by=request.user, at=timezone.now())
        messages.success(request, _("已經回覆{name}。").format(name=asked.name))

    return _decided(request, chain, code, say_no)


def _decided(request: HttpRequest, slug: str, code: str, decide: Callable[[JoinRequest], None]) -> HttpResponse:
    chain = chain_to_staff(request.user, slug)
    store = store_to_staff(request.user, chain, code)
    number = request.POST.get("request", "")
    pk = int(number) if number.isdecimal() and len(number) < 19 else 0
    asked = get_object_or_404(JoinRequest.objects.select_related("store__chain"), pk=pk, store=store)
    try:
        decide(asked)
    except deciding.AlreadyDecided:
        messages.info(request, _("這個申請已經有人處理過，或超過 7 天了。"))
    except deciding.HasPassword:
        messages.error(request, _("這個編號已經有密碼了。請對方直接登入；忘記密碼，在下面重設。"))
    except deciding.OtherName as fault:
        messages.error(
            request, _("這個編號在公司裡是{name}。確定是同一個人，勾選之後再同意一次。").format(name=fault.known)
        )
    except deciding.NotTheirs:
        messages.error(request, _("這個人的帳號由總部人資處理。"))
    except StaffListError as fault:
        messages.error(request, fault.faults[0].text)
    return redirect("board-invite-store", chain.slug, store.code)
