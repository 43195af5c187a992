"""What this room adds to a person's day: the hotlines' edition, and editions that phones must drop."""

from datetime import datetime, timedelta

from django.db.models import Q

from content.hotlines import current
from content.models import Edition
from content.queries import edition_url
from people.keeping import Thing, keeps
from people.models import Person
from people.today import fragment

LOOK_BACK = timedelta(days=400)
"""A phone that was silent for longer than a certificate holds starts afresh."""


@fragment("hotlines")
def hotlines_edition(person: Person, at: datetime) -> str | None:
    """The hash of the hotlines' current edition; it changes when a number does."""
    return current.read()


@keeps("hotlines")
def hotlines_list(person: Person, at: datetime) -> list[Thing]:
    """The hotlines' current edition: every text needs its numbers."""
    now = hotlines_edition(person, at)
    return [Thing(edition_url(now))] if now else []


@fragment("withdrawn")
def withdrawn_editions(person: Person, at: datetime) -> list[str]:
    """Hashes of editions withdrawn lately: the programme's and those of the person's chain."""
    own = Q(work__owner=None) | Q(work__owner=person.chain_id)
    gone = Edition.objects.filter(own, withdrawn_at__gt=at - LOOK_BACK).order_by("-withdrawn_at")
    return list(gone.values_list("sha256", flat=True))
