"""How far the people of stores have come in: who signs in by now, who still holds a slip with a start code."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from people.joining.rules import Entry, entry, same_name
from people.models import JoinRequest, JoinState, Person, Posting, Role, StartCode, Store
from people.models.moment import Moment
from people.models.posting import ON_THE_FLOOR

TOLD = timedelta(days=14)
"""How long a store's page says who came in by the poster."""


@dataclass(frozen=True)
class Colleague:
    """One person on a store's floor. `expires_at` is the end of an open start code; `theirs_to_help` says whether the
    one who looks may give them a code."""

    person: Person
    job: str
    entry: Entry
    expires_at: datetime | None
    theirs_to_help: bool


@dataclass(frozen=True)
class StoreEntries:
    """One store and how far its people have come in."""

    store: Store
    people: tuple[Colleague, ...]

    @property
    def signed_in(self) -> int:
        return sum(one.entry == "in" for one in self.people)

    @property
    def invited(self) -> bool:
        """Whether anybody came in or was given a code."""
        return any(one.entry != "uninvited" for one in self.people)

    @property
    def to_invite(self) -> list[Colleague]:
        """Those who have not come in and may be given a code."""
        return [one for one in self.people if one.entry != "in" and one.theirs_to_help]


@dataclass(frozen=True)
class Asking:
    """A request that waits; `known` is whoever has that number in the chain already."""

    request: JoinRequest
    known: Person | None

    @property
    def has_password(self) -> bool:
        return self.known is not None and self.known.has_usable_password()

    @property
    def other_name(self) -> str:
        """The name on the roster where it is another than what was typed."""
        return self.known.name if self.known and not same_name(self.known.name, self.request.name) else ""


def asking(store: Store, at: datetime) -> list[Asking]:
    """The requests that wait in a store, the oldest first; two queries."""
    waiting = list(JoinRequest.objects.filter(store=store).waiting(at).order_by("asked_at", "pk"))
    numbers = {one.employee_number for one in waiting}
    known = {
        person.employee_number: person
        for person in Person.objects.filter(chain=store.chain_id, employee_number__in=numbers)
    }
    return [Asking(one, known.get(one.employee_number)) for one in waiting]


def came_by_poster(store: Store, at: datetime) -> list[JoinRequest]:
    """Those whom the roster let in lately, the last first: whoever answers for the store should know; one query."""
    found = JoinRequest.objects.filter(store=store, state=JoinState.ROSTER, asked_at__gt=at - TOLD)
    return list(found.select_related("person").order_by("-asked_at", "-pk"))


def waiting_in(stores: QuerySet[Store], at: Moment) -> QuerySet[JoinRequest, tuple[str, int]]:
    """How many requests wait in each of these stores: its code and how many, where any do."""
    counted = JoinRequest.objects.filter(store__in=stores).waiting(at).values_list("store__code")
    return counted.annotate(n=Count("pk")).order_by("store__code")


def entries(stores: Collection[Store], mine: QuerySet[Store], at: datetime) -> list[StoreEntries]:
    """These stores with their people, by employee number; one query. `mine` are all stores that the one who looks may
    staff, each with `by_hr` (see `doors.stores_to_staff`)."""
    rows = groupby(_floor(stores, mine, at), key=lambda posting: posting.store_id)
    found = {store_id: tuple(_colleague(one, at) for one in _once(postings)) for store_id, postings in rows}
    return [StoreEntries(store, found.get(store.pk, ())) for store in stores]


def _floor(stores: Collection[Store], mine: QuerySet[Store], at: datetime) -> QuerySet[Posting]:
    # A code signs in as the person, with all that they may see: it is given only to those whose every posting is one
    # that the giver may fill. Otherwise a manager could come in as HR.
    by_hr = mine.filter(by_hr=True)  # type: ignore[misc]  # annotated by the door
    fillable = Q(role__in=ON_THE_FLOOR, store__in=by_hr) | Q(role=Role.CLERK, store__in=mine)
    not_over = Posting.objects.filter(Q(until=None) | Q(until__gt=at), person=OuterRef("person_id"))
    beyond = not_over.exclude(fillable)
    standing = Posting.objects.alive(at).on_the_floor().filter(store__in=stores, person__is_active=True)
    found = standing.select_related("person__start_code").annotate(beyond=Exists(beyond))
    return found.order_by("store_id", "person__employee_number", "person_id", "-role")


def _once(postings: Iterable[Posting]) -> Iterator[Posting]:
    """Everybody once, as manager where they are that too."""
    return (next(jobs) for _, jobs in groupby(postings, key=lambda posting: posting.person_id))


def _colleague(posting: Posting, at: datetime) -> Colleague:
    person = posting.person
    code: StartCode | None = getattr(person, "start_code", None)
    given = code.given if code else None
    known = {"own_password": person.has_usable_password(), "was_here": person.last_login is not None}
    state = entry(**known, given=given, at=at)
    until = code.expires_at if code and state in ("waiting", "expired") else None
    return Colleague(person, str(Role(posting.role).label), state, until, not posting.beyond)  # type: ignore[attr-defined]  # annotated
