"""What managers and owners are told: somebody scanned the poster of their store and asks to come in."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from outbox.facts import receives
from outbox.registry import Owing
from people.joining.rules import ASKING
from people.models import JoinRequest, Posting, Role
from people.notices.rules import is_news
from people.notices.telling import Telling, owing, tells


@receives("join_asked")
def on_join_asked(*, asked: JoinRequest) -> Iterable[Owing]:
    if is_news(asked.asked_at, timezone.now()):
        yield owing("join_asked", asked.pk)


@tells("join_asked")
def join_asked(subject: str) -> Iterable[Telling]:
    """Those who let clerks into this store as its manager or owner, while it waits; not HR, who would hear of every
    store. Who asks is read on the store's page and nowhere else."""
    now = timezone.now()
    asked = JoinRequest.objects.waiting(now).select_related("store__chain").filter(pk=subject).first()
    if asked is None:
        return []
    store = asked.store
    scope = Q(store=store) | Q(region=store.region_id) | Q(chain=store.chain_id)
    theirs = Posting.objects.alive(now).filter(scope, role__in=[Role.MANAGER, Role.OWNER])
    link = reverse("board-invite-store", args=[store.chain.slug, store.code])
    until = asked.asked_at + ASKING
    return [
        Telling(pk, "join_asked", f"join_asked:{subject}:{pk}", {"store": store.name}, link, until)
        for pk in theirs.values_list("person_id", flat=True).distinct()
    ]
