"""One door per protected object. What is not yours is not there: every refusal is a 404."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from people.models import Absence, Chain, Person, Posting, Role, Store
from people.models.moment import Moment
from people.models.posting import ON_THE_BOARD, WHO_INVITES, WHO_PLAN


def stores_for(person: Person, at: Moment | None = None, *, roles: Collection[Role] = ON_THE_BOARD) -> QuerySet[Store]:
    """The stores for which this person holds one of these roles: at the store, its region, its chain or above.

    By default those whose readiness the person may see.
    """
    return Store.objects.filter(_reaches(person, roles, at))


def stores_to_staff(person: Person, at: Moment | None = None) -> QuerySet[Store]:
    """The stores into which this person may bring people: HR's, and a manager's or owner's own. Each knows as
    `by_hr` whether it is HR who acts: a manager or an owner brings in clerks only.
    """
    return stores_for(person, at, roles=WHO_INVITES).annotate(by_hr=_reaches(person, [Role.HR], at))


def _reaches(person: Person, roles: Collection[Role], at: Moment | None) -> Exists:
    """That a store is reached by one of the person's postings, in its own scope or one above."""
    mine = Posting.objects.alive(at or timezone.now()).filter(person=person, role__in=roles)
    scope = (
        Q(store=OuterRef("pk")) | Q(region=OuterRef("region_id")) | Q(chain=OuterRef("chain_id")) | Q(programme=True)
    )
    return Exists(mine.filter(scope))


def store_for(person: Person, chain_slug: str, code: str, *, roles: Collection[Role] = ON_THE_BOARD) -> Store:
    """One store by chain and code; Http404 where this person holds none of `roles` for it (default: may not see it)."""
    # An address can carry a NUL, which PostgreSQL takes for an error rather than for a code that nobody has.
    named = (
        stores_for(person, roles=roles).filter(chain__slug=chain_slug, code=code)
        if "\0" not in code
        else Store.objects.none()
    )
    store = named.select_related("chain", "region").first()
    if store is None:
        raise Http404
    return store


def plans(person: Person, store: Store) -> bool:
    """Whether this person plans the shifts of a store that they see."""
    return stores_for(person, roles=WHO_PLAN).filter(pk=store.pk).exists()


def chain_to_plan(person: Person, slug: str) -> Chain:
    """One chain in which this person plans at least one store; Http404 elsewhere."""
    planned = stores_for(person, roles=WHO_PLAN).filter(chain=OuterRef("pk"))
    chain = Chain.objects.filter(Exists(planned), slug=slug).first()
    if chain is None:
        raise Http404
    return chain


def absence_for(person: Person, chain_slug: str, code: str, pk: int) -> Absence:
    """One entry in the list of leave of a store that this person plans; Http404 elsewhere."""
    store = store_for(person, chain_slug, code, roles=WHO_PLAN)
    absence = Absence.objects.filter(store=store, pk=pk).select_related("store__chain", "person").first()
    if absence is None:
        raise Http404
    return absence


def postings_for(viewer: Person, chain_slug: str, employee_number: str, at: datetime) -> list[Posting]:
    """Where this person stands today, on floors that `viewer` sees, with the person, store and region of each, the
    longest first; Http404 where nobody by that number stands on any."""
    named = (
        Posting.objects.alive(at)
        .on_the_floor()
        .filter(person__chain__slug=chain_slug, person__is_active=True, store__in=stores_for(viewer, at))
    )
    named = named.filter(person__employee_number=employee_number) if "\0" not in employee_number else named.none()
    found = list(named.select_related("person", "store__region", "store__chain").order_by("since", "pk"))
    if not found:
        raise Http404
    return found


def chains_for(person: Person, at: datetime | None = None) -> QuerySet[Chain]:
    """The chains in which this person sees at least one store."""
    return Chain.objects.filter(Exists(stores_for(person, at).filter(chain=OuterRef("pk"))))


def chain_for(person: Person, slug: str | None, at: datetime | None = None) -> Chain:
    """One chain by its slug (None: the first); Http404 where this person sees no store of it."""
    mine = chains_for(person, at)
    chain = (mine if slug is None else mine.filter(slug=slug)).first()
    if chain is None:
        raise Http404
    return chain


def chain_to_staff(person: Person, slug: str, at: datetime | None = None) -> Chain:
    """One chain into whose stores this person may bring people; Http404 elsewhere."""
    chain = Chain.objects.filter(Exists(stores_to_staff(person, at).filter(chain=OuterRef("pk"))), slug=slug).first()
    if chain is None:
        raise Http404
    return chain


def store_to_staff(person: Person, chain: Chain, code: str, at: datetime | None = None) -> Store:
    """One store into which this person may bring people, with `by_hr`; Http404 elsewhere."""
    named = stores_to_staff(person, at).filter(chain=chain, code=code) if "\0" not in code else Store.objects.none()
    store = named.select_related("region").first()
    if store is None:
        raise Http404
    return store
