"""The board's reads: a fixed number of queries, however many stores and persons."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone

from attempts.models import Attempt
from certificates.models import Credential
from courses.models import Assignment, Enrolment
from people.doors import chains_for, stores_for
from people.models import Person, Posting, Role, Store
from readiness.rules import Readiness, Standing, Tally, clerk_readiness, tally

Standings = dict[tuple[int, UUID], Standing]


@dataclass(frozen=True)
class Clerk:
    """One person on a store's floor. `posting` orders, `role` is in words."""

    name: str
    employee_number: str
    role: str
    state: str
    reason: str
    valid_until: date | None


@dataclass(frozen=True)
class StoreLine:
    """One store of the board."""

    code: str
    name: str
    region: str
    tally: Tally
    url: str


@dataclass(frozen=True)
class Board:
    """What a person sees of one chain on one day."""

    chain_name: str
    as_of: datetime
    total: Tally
    stores: tuple[StoreLine, ...]
    chains: tuple[tuple[str, str], ...]  # (slug, name) of every chain that this person may open


def board(person: Person, chain_slug: str | None, at: datetime) -> Board | None:
    """The board of one chain (None: the first that the person may open); None where there is none to see."""
    chains = list(chains_for(person, at))
    chain = next((c for c in chains if chain_slug in (None, c.slug)), None)
    if chain is None:
        return None
    today = timezone.localtime(at).date()
    mine = stores_for(person, at).filter(chain=chain)
    stores = list(Store.objects.open(today).filter(pk__in=mine).select_related("region"))
    people = _readiness(stores, at)
    lines = tuple(_line(store, chain.slug, people.get(store.pk, [])) for store in stores)
    # Who helps out at two stores is one person of the chain.
    states = {posting.person_id: readiness.state for floor in people.values() for posting, readiness in floor}
    return Board(chain.name, at, tally(states.values()), lines, tuple((c.slug, c.name) for c in chains))


def clerks_of(store: Store, at: datetime) -> list[Clerk]:
    """The people on one store's floor, those who are not ready first."""
    rank = {"not_ready": 0, "expiring": 1, "ready": 2}
    clerks = [_clerk(posting, readiness) for posting, readiness in _readiness([store], at).get(store.pk, [])]
    return sorted(clerks, key=lambda c: (rank[c.state], c.employee_number))


def _line(store: Store, chain_slug: str, people: list[tuple[Posting, Readiness]]) -> StoreLine:
    url = reverse("board-store", args=[chain_slug, store.code])
    return StoreLine(store.code, store.name, store.region.name, tally(r.state for _, r in people), url)


def _clerk(posting: Posting, readiness: Readiness) -> Clerk:
    person = posting.person
    role = Role(posting.role).label
    return Clerk(
        person.name, person.employee_number, str(role), readiness.state, readiness.reason, readiness.valid_until
    )


def _readiness(stores: list[Store], at: datetime) -> dict[int, list[tuple[Posting, Readiness]]]:
    """Everybody on these floors with their readiness, by store; four queries."""
    postings = Posting.objects.alive(at).on_the_floor().filter(store__in=stores, person__is_active=True)
    asked = _asked({store.chain_id for store in stores}, at)
    standings = _standings(postings.values("person_id"), at)
    today = timezone.localtime(at).date()
    by_store: dict[int, list[tuple[Posting, Readiness]]] = defaultdict(list)
    chain_of = {store.pk: store.chain_id for store in stores}
    for (store, person), posting in _one_per_person(postings.select_related("person")).items():
        found = [standings.get((person, course), Standing(None)) for course in asked.get(chain_of[store], ())]
        by_store[store].append((posting, clerk_readiness(found, today)))
    return by_store


def _one_per_person(postings: Iterable[Posting]) -> dict[tuple[int, int], Posting]:
    """By (store, person): a person with two jobs at one store is counted once."""
    return {(posting.store_id, posting.person_id): posting for posting in postings if posting.store_id}


def _asked(chain_ids: set[int], at: datetime) -> dict[int, list[UUID]]:
    asked: dict[int, list[UUID]] = defaultdict(list)
    alive = Assignment.objects.filter(chain__in=chain_ids, ended_at=None, assigned_at__lte=at)
    for chain, course in alive.values_list("chain_id", "course_id"):
        asked[chain].append(course)
    return asked


def _standings(persons: "QuerySet[Posting, Any]", at: datetime) -> Standings:
    """Standing by (person, course): live certificates over open enrolments."""
    purpose = Concat(Value("enrolment:"), Cast(OuterRef("pk"), CharField()))
    begun = Exists(Attempt.objects.filter(purpose=purpose))
    found: Standings = {
        (person, course): Standing(None, timezone.localtime(due).date(), has_begun)
        for person, course, due, has_begun in Enrolment.objects.open()
        .filter(person__in=persons)
        .annotate(begun=begun)
        .values_list("person_id", "course_id", "due_at", "begun")
    }
    live = Credential.objects.live().filter(person__in=persons, issued_at__lte=at)
    for person, course, until in live.values_list("person_id", "course_id", "valid_until"):
        found[person, course] = Standing(until)
    return found
