"""Finding work that no fact announced: what the clock has made due, and what should exist and does not."""

import logging
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from outbox.actions import owe, ring
from outbox.models import Owed
from outbox.registry import Owing, Scan, due_scans, reconciliations

log = logging.getLogger(__name__)


def scan(at: datetime) -> int:
    """Owe what the clock has made due; returns how many rows are new."""
    return sum(owe(_found(name, search, at), at=at) for name, search in due_scans.items())


def reconcile(at: datetime) -> int:
    """Owe what should exist and does not. Each find is a fault of the machinery and is logged as one."""
    return sum(_reconcile(name, search, at) for name, search in reconciliations.items())


def _reconcile(name: str, search: Scan, at: datetime) -> int:
    began = _now()
    missing = _not_pending(_found(name, search, at), began)
    for owing in missing:
        log.error("reconciliation %s found missing work: %s", name, owing.key)
    _reopen(missing, at)
    return len(missing)


def _found(name: str, search: Scan, at: datetime) -> list[Owing]:
    try:
        with transaction.atomic():
            return list(search(at))
    except Exception:  # one faulty search must not stop the others; it is tried again at the next round
        log.exception("search failed: %s", name)
        return []


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        now: datetime = cursor.fetchone()[0]
        return now


def _not_pending(owings: list[Owing], began: datetime) -> list[Owing]:
    """Those that are neither waiting their turn nor were finished while the search was looking."""
    pending = Owed.objects.filter(Q(state=Owed.State.DUE) | Q(done_at__gte=began), key__in=[o.key for o in owings])
    keys = set(pending.values_list("key", flat=True))
    return [o for o in owings if o.key not in keys]


def _reopen(owings: list[Owing], at: datetime) -> None:
    with transaction.atomic():
        owe(owings, at=at)
        closed = Owed.objects.filter(key__in=[o.key for o in owings]).exclude(state=Owed.State.DUE)
        if closed.update(state=Owed.State.DUE, due_at=at, lease_until=None, tries=0):
            ring()
