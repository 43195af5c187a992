"""The posters of stores: made where there is none, replaced where one has come into wrong hands."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from people.actions import keep, keep_each
from people.joining.rules import TOKEN_LENGTH, as_typed, fresh_token
from people.models import JoinPoster, Person, Store

BATCH = 2000


class PosterGone(Exception):
    """The poster leads nowhere: `why` is `unknown`, `replaced` or `closed`; `store` is None where it is unknown."""

    def __init__(self, why: str, store: Store | None = None) -> None:
        self.why, self.store = why, store
        super().__init__(why)


@transaction.atomic
def make_posters(*, stores: Collection[Store], by: Person | None, at: datetime | None = None) -> None:
    """See to it that each of these stores has a poster that leads to it, in four statements."""
    now = at or timezone.now()
    # One at a time per store: two that make the same poster would both find none.
    locked = Store.objects.select_for_update(no_key=True).filter(pk__in=[store.pk for store in stores]).order_by("pk")
    there = set(JoinPoster.objects.filter(store__in=stores, replaced_at=None).values_list("store_id", flat=True))
    _make([store for store in locked if store.pk not in there], by, now)


@transaction.atomic
def replace_poster(*, store: Store, by: Person | None, at: datetime | None = None) -> JoinPoster:
    """End a store's poster and make a new one. Who scans the old sheet is told."""
    now = at or timezone.now()
    Store.objects.select_for_update(no_key=True).get(pk=store.pk)
    if JoinPoster.objects.filter(store=store, replaced_at=None).update(replaced_at=now):
        keep("replace_poster", store, by=by, at=now)
    (made,) = _make([store], by, now)
    return made


def poster_of(*, token: str, at: datetime) -> JoinPoster:
    """The live poster of an open store by its token, with store, region and chain, one query. Raises PosterGone."""
    tidied = as_typed(token[:64])
    named = JoinPoster.objects.select_related("store__chain", "store__region").filter(token=tidied)
    found = named.first() if len(tidied) == TOKEN_LENGTH else None
    if found is None:
        raise PosterGone("unknown")
    if found.store.closed_on is not None and found.store.closed_on <= timezone.localtime(at).date():
        raise PosterGone("closed", found.store)
    if found.replaced_at is not None:
        raise PosterGone("replaced", found.store)
    return found


def _make(stores: Collection[Store], by: Person | None, at: datetime) -> list[JoinPoster]:
    rows = [JoinPoster(store=store, token=fresh_token(), made_at=at) for store in stores]
    made = JoinPoster.objects.bulk_create(rows, batch_size=BATCH)
    keep_each("make_poster", stores, by=by, at=at)
    return made
