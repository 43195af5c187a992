"""What this room owes: registered with the outbox at start-up."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from content.actions.place_in_studio import place_in_studio
from content.models import LibraryPage
from content.studio import groups_of
from outbox.facts import receives
from outbox.registry import Owing, due_scan, handler, reconciliation
from people.models import Person, Posting
from people.models.posting import IN_THE_STUDIO

PLACE = "content.place_in_studio"
LOOK_BACK = timedelta(days=2)


@receives("posted")
def on_posted(*, posting: Posting) -> Iterable[Owing]:
    if posting.role in IN_THE_STUDIO:
        yield _owing(posting, "posted")


@receives("posting_ended")
def on_posting_ended(*, posting: Posting) -> Iterable[Owing]:
    if posting.role in IN_THE_STUDIO:
        yield _owing(posting, "ended")


@handler(PLACE)
def place(subject: str) -> None:
    person_id, _, _ = subject.partition(":")
    place_in_studio(person=Person.objects.get(pk=person_id))


@due_scan(PLACE)
def begun_or_ended(at: datetime) -> Iterable[Owing]:
    """Postings whose time came or went lately without anybody doing anything."""
    lately = (at - LOOK_BACK, at)
    turned = Posting.objects.filter(Q(since__range=lately) | Q(until__range=lately), role__in=IN_THE_STUDIO)
    for posting in turned:
        yield _owing(posting, "over" if posting.until and posting.until <= at else "begun")


@reconciliation(PLACE)
def wrongly_placed(at: datetime) -> Iterable[Owing]:
    """Persons whose groups are not those that their postings give."""
    groups = LibraryPage.objects.filter(trainers__isnull=False).values_list("trainers", "experts")
    studio = {group for pair in groups for group in pair}
    concerned = Person.objects.filter(Q(groups__in=studio) | Q(postings__role__in=IN_THE_STUDIO)).distinct()
    for person in concerned:
        if set(person.groups.filter(pk__in=studio).values_list("pk", flat=True)) != groups_of(person, at):
            yield Owing(PLACE, f"{person.pk}:reconciled:{at:%Y-%m-%d}")


def _owing(posting: Posting, turn: str) -> Owing:
    return Owing(PLACE, f"{posting.person_id}:{posting.pk}:{turn}")
