"""The only Celery tasks of the house. None has a payload: what is to be done stands in the database."""

from celery import shared_task
from django.utils import timezone

from outbox import actions


@shared_task(name="outbox.drain")
def drain() -> None:
    actions.drain()


@shared_task(name="outbox.sweep")
def sweep() -> None:
    """Rung by beat every few seconds: proves that a worker lives and does whatever is due."""
    actions.beat("worker")
    actions.drain()


@shared_task(name="outbox.scan")
def scan() -> None:
    actions.scan(timezone.now())


@shared_task(name="outbox.reconcile")
def reconcile() -> None:
    actions.reconcile(timezone.now())
