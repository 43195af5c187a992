"""A store's year of drills and a chain's quarter, as pages and files."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from drills.rules.calendar import Period
from people import access
from people.doors import chain_for, store_for
from people.models.posting import ON_THE_BOARD
from readiness import queries
from readiness.actions import note_export
from readiness.drilled.chains import SHOWN, chain_quarter, quarters, quota_rows
from readiness.drilled.years import HIGH, WIDE, YEAR_HEAD, year_of, year_rows
from readiness.queries import Sight
from readiness.sheets import sent


@access.roles(*ON_THE_BOARD)
@require_GET
def store_year(request: HttpRequest, chain: str, code: str) -> HttpResponse:
    """One store's last four quarters: quotas, drills, how fast."""
    store = store_for(request.user, chain, code)
    told = {"store": store, "year": year_of(store, request.user.language, timezone.now()), "wide": WIDE, "high": HIGH}
    return render(request, "readiness/drilled/year.html", told)


@access.roles(*ON_THE_BOARD)
@never_cache
@require_GET
def store_year_csv(request: HttpRequest, chain: str, code: str) -> HttpResponseBase:
    """The same as a file, a line a drill."""
    store, now = store_for(request.user, chain, code), timezone.now()
    note_export(what="store_drills", chain=store.chain, filters=[store.code], by=request.user, at=now)
    return sent(f"streetlight-drills-{store.code}.csv", YEAR_HEAD, year_rows(store, now))


@access.roles(*ON_THE_BOARD)
@require_GET
def chain_drills(request: HttpRequest, chain: str) -> HttpResponse:
    """In how many stores of a chain the quota of a quarter is met, by region, and where it is not."""
    seen, period = _looking(request, chain)
    quarter = chain_quarter(seen, period)
    told = {"chain": seen.chain, "quarter": quarter, "shown": quarter.lacking[:SHOWN]}
    return render(request, "readiness/drilled/quarter.html", told)


@access.roles(*ON_THE_BOARD)
@never_cache
@require_GET
def chain_drills_csv(request: HttpRequest, chain: str) -> HttpResponseBase:
    """The same as a file, a line a store."""
    seen, period = _looking(request, chain)
    note_export(what="drills", chain=seen.chain, filters=[str(period)], by=request.user, at=seen.at)
    words = (_("做滿了"), _("還沒做滿"), _("沒有抽到"))
    head = [_("季"), _("區域"), _("店號"), _("門市"), _("要做幾場"), _("做了幾場"), _("狀態")]
    name = f"streetlight-drills-{seen.chain.slug}-{period.begins:%Y-%m}.csv"
    return sent(name, head, quota_rows(chain_quarter(seen, period), words))


def _looking(request: HttpRequest, slug: str) -> tuple[Sight, Period]:
    """What the person sees of the chain, and the quarter that is asked for (`2026-10`); the running one without."""
    now = timezone.now()
    seen = queries.sight(request.user, chain_for(request.user, slug, now), now)
    known = quarters(seen)
    wanted = request.GET.get("quarter")
    found = next((one for one in known if f"{one.begins:%Y-%m}" == wanted), None) if wanted else known[0]
    if found is None:
        raise Http404
    return seen, found
