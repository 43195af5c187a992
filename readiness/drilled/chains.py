"""A quarter of drills in all stores of a chain that somebody sees: where the quota is met and where it is not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from drills.rules.calendar import Period, period_of
from people.shifts.rules import shop_day
from readiness.addresses import store_url
from readiness.drilled.quotas import NOTHING, Quota, quotas
from readiness.queries import SeenStore, Sight

BACK = 8
"""So many quarters can be looked at, the running one included."""

SHOWN = 50
"""So many of the stores that lack a drill are shown; the file has all."""


@dataclass(frozen=True)
class StoreQuota:
    """One store and its quota of the quarter."""

    store: SeenStore
    quota: Quota
    url: str


@dataclass(frozen=True)
class RegionQuota:
    """`met` of `asked` stores of a region, and in how many of them there was a drill at all; those that no plan has
    drawn are not asked."""

    name: str
    met: int
    begun: int
    asked: int

    @property
    def share(self) -> int:
        """Per cent, rounded down: all is all."""
        return 100 * self.met // self.asked if self.asked else 0


@dataclass(frozen=True)
class ChainQuarter:
    """A quarter of a chain, or of what is seen of it. `lacking`: the stores of which a drill is still wanted, the one
    that lacks most first."""

    period: Period
    before: Period | None
    after: Period | None
    regions: Sequence[RegionQuota]
    lacking: Sequence[StoreQuota]
    stores: Sequence[StoreQuota]

    @property
    def asked(self) -> int:
        return sum(region.asked for region in self.regions)

    @property
    def met(self) -> int:
        return sum(region.met for region in self.regions)

    @property
    def begun(self) -> int:
        return sum(region.begun for region in self.regions)


def quarters(seen: Sight) -> list[Period]:
    """Those that can be looked at, the running one first."""
    found = [period_of(shop_day(seen.at), "quarter")]
    while len(found) < BACK:
        found.append(period_of(found[-1].begins - timedelta(days=1), "quarter"))
    return found


def chain_quarter(seen: Sight, period: Period) -> ChainQuarter:
    """One of `quarters`; one query."""
    known = quarters(seen)
    place = known.index(period)
    found = quotas([store.pk for store in seen.stores], period)
    stores = [
        StoreQuota(store, found.get((store.pk, period.begins), NOTHING), store_url(seen.chain.slug, store.code))
        for store in sorted(seen.stores, key=attrgetter("region_code", "code"))
    ]
    regions = [_region(name, list(of)) for name, of in groupby(stores, key=lambda one: one.store.region)]
    lacking = [one for one in stores if one.quota.wanted is not None and not one.quota.met]
    lacking.sort(key=lambda one: one.quota.done - (one.quota.wanted or 0))
    return ChainQuarter(
        period,
        known[place + 1] if place + 1 < len(known) else None,
        known[place - 1] if place else None,
        [region for region in regions if region.asked],
        lacking,
        stores,
    )


def quota_rows(quarter: ChainQuarter, words: tuple[str, str, str]) -> Iterator[Sequence[str]]:
    """A line a store for the file; `words` for met, not met, and not drawn."""
    met, lacking, not_drawn = words
    for one in quarter.stores:
        wanted = one.quota.wanted
        state = not_drawn if wanted is None else met if one.quota.met else lacking
        numbers = ["" if wanted is None else str(wanted), str(one.quota.done)]
        yield [f"{quarter.period.begins:%Y-%m-%d}", one.store.region, one.store.code, one.store.name, *numbers, state]


def _region(name: str, stores: Sequence[StoreQuota]) -> RegionQuota:
    asked = [one for one in stores if one.quota.wanted is not None]
    met, begun = sum(one.quota.met for one in asked), sum(one.quota.done > 0 for one in asked)
    return RegionQuota(name, met, begun, len(asked))
