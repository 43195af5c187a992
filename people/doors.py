"""One door per protected object. What is not yours is not there: every refusal is a 404."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from people.models import Chain, Person, Posting, Role, Store
from people.models.posting import ON_THE_BOARD


def stores_for(person: Person, at: datetime | None = None) -> QuerySet[Store]:
    """The stores whose readiness this person may see: by a posting at the store, its region, its chain or above."""
    return Store.objects.filter(_reaches(person, ON_THE_BOARD, at))


def stores_to_staff(person: Person, at: datetime | None = None) -> QuerySet[Store]:
    """The stores into which this person may bring people: HR's, and a store manager's own. Each knows as `by_hr`
    whether it is HR who acts: a manager brings in clerks only.
    """
    by_hr = _reaches(person, [Role.HR], at)
    return Store.objects.filter(by_hr | _reaches(person, [Role.MANAGER], at)).annotate(by_hr=by_hr)


def _reaches(person: Person, roles: Iterable[Role], at: datetime | None) -> Exists:
    """That a store is reached by one of the person's postings, in its own scope or one above."""
    mine = Posting.objects.alive(at or timezone.now()).filter(person=person, role__in=list(roles))
    scope = (
        Q(store=OuterRef("pk")) | Q(region=OuterRef("region_id")) | Q(chain=OuterRef("chain_id")) | Q(programme=True)
    )
    return Exists(mine.filter(scope))


def store_for(person: Person, chain_slug: str, code: str) -> Store:
    """One store by chain and code; Http404 where it is not this person's to see."""
    # An address can carry a NUL, which PostgreSQL takes for an error rather than for a code that nobody has.
    named = stores_for(person).filter(chain__slug=chain_slug, code=code) if "\0" not in code else Store.objects.none()
    store = named.select_related("chain", "region").first()
    if store is None:
        raise Http404
    return store


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
