"""The only Celery tasks of the house. None has a payload: what is to be done stands in the database."""

from celery import shared_task
from django.utils import timezone

from outbox import actions, searches


@shared_task(name="outbox.drain")  # type: ignore[untyped-decorator]  # Celery has no types
def drain() -> None:
    actions.drain()


@shared_task(name="outbox.sweep")  # type: ignore[untyped-decorator]  # Celery has no types
def sweep() -> None:
    """Rung by beat every few seconds: proves that a worker lives and does whatever is due."""
    actions.beat("worker")
    actions.drain()


@shared_task(name="outbox.scan")  # type: ignore[untyped-decorator]  # Celery has no types
def scan() -> None:
    searches.scan(timezone.now())


@shared_task(name="outbox.reconcile")  # type: ignore[untyped-decorator]  # Celery has no types
def reconcile() -> None:
    searches.reconcile(timezone.now())
