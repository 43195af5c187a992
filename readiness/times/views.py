"""Learning time of a month: the page, and the file that leaves the house."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from attempts.rules import LONGEST_STEP_MS
from people import access
from people.models import Chain
from readiness.actions import note_export
from readiness.sheets import sent
from readiness.times.forms import TimesForm
from readiness.times.queries import WHO_COUNTS_TIME, Times, counted_stores
from readiness.times.queries import times as times_of

PER_PAGE = 50


@access.roles(*WHO_COUNTS_TIME)
@require_GET
def times(request: HttpRequest, chain: str) -> HttpResponse:
    """Who learned how long in a month."""
    shown, form, found = _looking(request, chain)
    page = Paginator(found.lines, PER_PAGE).get_page(request.GET.get("page"))
    told = {"longest_minutes": LONGEST_STEP_MS // 60_000}
    return render(request, "readiness/times.html", {"chain": shown, "form": form, "times": found, "page": page} | told)


@access.roles(*WHO_COUNTS_TIME)
@never_cache
@require_GET
def times_csv(request: HttpRequest, chain: str) -> HttpResponseBase:
    """The same as CSV, whole."""
    shown, form, found = _looking(request, chain)
    if form.errors:
        return redirect(f"{reverse('board-time', args=[shown.slug])}?{request.GET.urlencode()}")
    month = form.month_name
    note_export(what="time", chain=shown, filters=[month, *form.used], by=request.user, at=timezone.now())
    name = f"streetlight-time-{shown.slug}-{month}.csv"
    head = [_("月份"), _("區域"), _("店號"), _("門市"), _("員工編號"), _("姓名"), _("學習時間（分鐘）"), _("算到")]
    until = found.until.isoformat() if found.until else ""
    rows = (
        [month, line.region, line.store_code, line.store, line.employee_number, line.name,
         str(line.minutes), until]
        for line in found.lines
    )  # fmt: skip
    return sent(name, head, rows)


def _looking(request: HttpRequest, slug: str) -> tuple[Chain, TimesForm, Times]:
    """The chain through its door, what is looked for in it, and what there is."""
    stores = counted_stores(request.user, slug, timezone.now())
    chain = next(iter(stores.values())).chain
    regions = sorted({(store.region.code, store.region.name) for store in stores.values()})
    form = TimesForm(request.GET, regions)
    return chain, form, times_of(chain, stores, form.wanted)
