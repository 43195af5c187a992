"""What people are told of drills beside the calls themselves: one that was announced."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone

from drills.models import Run, StoreDrill
from drills.queries.ringing import BEFORE
from drills.queries.tellings import announcing
from outbox.registry import Owing, due_scan
from people.models import Posting, Role
from people.notices.telling import Telling, owing, tells

ANNOUNCED = "drill_announced"


@due_scan("drills.announce")
def to_announce(at: datetime) -> Iterator[Owing]:
    """Announced drills that are to come within three days, by store; every ten minutes."""
    if at.minute % 10:
        return
    coming = StoreDrill.objects.filter(run__in=Run.objects.open().filter(plan__announced=True))
    for drill in coming.filter(at__gt=at, at__lte=at + BEFORE).only("at"):
        yield owing(ANNOUNCED, f"{drill.pk}:{drill.at:%Y%m%dT%H%M%S%z}")


@tells(ANNOUNCED)
def announced(subject: str) -> Iterable[Telling]:
    """Those who are called, and the store's managers; nobody where the moment has moved since, or is over."""
    pk, _sep, moment = subject.partition(":")
    now = timezone.now()
    drill = StoreDrill.objects.select_related("run__plan__script", "store").filter(pk=pk, at__gt=now).first()
    if drill is None or drill.at is None or f"{drill.at:%Y%m%dT%H%M%S%z}" != moment:
        return []
    managers = Posting.objects.alive(now).filter(store=drill.store_id, role=Role.MANAGER)
    called = drill.calls.filter(makeup_of=None).values_list("person_id", flat=True)
    return announcing(drill.run, drill, {*called, *managers.values_list("person_id", flat=True)})
