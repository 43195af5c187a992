"""What managers are told: somebody scanned the poster of their store and asks to come in."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from outbox.facts import receives
from outbox.registry import Owing
from people.models import JoinRequest, JoinState, Posting, Role
from people.notices.rules import is_news
from people.notices.telling import Telling, owing, tells


@receives("join_asked")
def on_join_asked(*, asked: JoinRequest) -> Iterable[Owing]:
    if is_news(asked.asked_at, timezone.now()):
        yield owing("join_asked", asked.pk)


@tells("join_asked")
def join_asked(subject: str) -> Iterable[Telling]:
    """The store's managers, while it waits. Who asks is read on the store's page and nowhere else."""
    asked = JoinRequest.objects.select_related("store__chain").filter(pk=subject, state=JoinState.ASKED).first()
    if asked is None:
        return []
    store = asked.store
    managers = Posting.objects.alive(timezone.now()).filter(store=store, role=Role.MANAGER)
    link = reverse("board-invite-store", args=[store.chain.slug, store.code])
    return [
        Telling(pk, "join_asked", f"join_asked:{subject}:{pk}", {"store": store.name}, link)
        for pk in managers.values_list("person_id", flat=True).distinct()
    ]
