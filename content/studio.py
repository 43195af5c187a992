"""Who may do what in the studio, as postings alive today say: doors for this room's own views, and which groups a
person belongs in for Wagtail's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.images.models import Image

from content.models import Edition, LibraryPage, Work
from people.models import Person, Posting, Role
from people.models.posting import IN_THE_STUDIO


@dataclass(frozen=True)
class Place:
    """One posting in the studio: a role at one owner; `chain` None is the programme."""

    role: str
    chain: int | None


def places_of(person: Person, at: datetime | None = None) -> set[Place]:
    """Where this person works in the studio now."""
    alive = Posting.objects.alive(at or timezone.now()).filter(person=person, role__in=IN_THE_STUDIO)
    owner = Coalesce(F("chain_id"), F("region__chain_id"), F("store__chain_id"))
    return {Place(role, chain) for role, chain in alive.annotate(owner=owner).values_list("role", "owner")}


def operators(at: datetime | None = None) -> QuerySet[Person]:
    """Who sets up chains now, and so works in every library."""
    alive = Posting.objects.alive(at or timezone.now()).filter(role=Role.OPERATOR)
    return Person.objects.filter(pk__in=alive.values("person_id"))


def is_operator(places: set[Place]) -> bool:
    return any(place.role == Role.OPERATOR for place in places)


def at_the_desk(request: HttpRequest) -> bool:
    """Whether the person runs the whole programme today: who may open the operators' desk. One query per request."""
    if not hasattr(request, "_at_the_desk"):
        held = Place(Role.OPERATOR, None) in places_of(request.user)
        request._at_the_desk = held  # type: ignore[attr-defined]  # kept with the request it was asked for
    kept: bool = request._at_the_desk  # type: ignore[attr-defined]  # a mark of ours on a foreign object
    return kept


def for_operators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the operators' desk: for everybody else in the studio it is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not at_the_desk(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def works_for(person: Person) -> QuerySet[Work]:
    """The works that this person may rehearse: the programme's and those of their chains; an operator's are all."""
    places = places_of(person)
    if is_operator(places):
        return Work.objects.all()
    return Work.objects.filter(Q(owner=None) | Q(owner__in={place.chain for place in places}))


def work_for(person: Person, work_id: object) -> Work:
    """One work to rehearse; Http404 where it is not this person's to see."""
    work = works_for(person).select_related("current").filter(pk=work_id).first()
    if work is None:
        raise Http404
    return work


def own_works_for(person: Person) -> QuerySet[Work]:
    """The works that this person answers for: those of the owners whose trainer they are; an operator's are all."""
    places = places_of(person)
    if is_operator(places):
        return Work.objects.all()
    owners = {place.chain for place in places if place.role == Role.TRAINER}
    programme = Q(owner=None) if None in owners else Q(pk=None)
    return Work.objects.filter(programme | Q(owner__in=owners - {None}))


def own_work_for(person: Person, work_id: object) -> Work:
    """One work whose editions this person answers for: a trainer of its owner, or an operator. Http404 otherwise."""
    work = work_for(person, work_id)
    places = places_of(person)
    if not is_operator(places) and Place(Role.TRAINER, work.owner_id) not in places:
        raise Http404
    return work


def own_edition_for(person: Person, sha256: str) -> Edition:
    """One edition of such a work."""
    edition = Edition.objects.defer("body").select_related("work").filter(pk=sha256).first()
    if edition is None:
        raise Http404
    own_work_for(person, edition.work_id)
    return edition


def groups_of(person: Person, at: datetime | None = None) -> set[int]:
    """The studio groups (pk) that this person belongs in now; libraries that do not exist yet give none."""
    places = places_of(person, at)
    everywhere = is_operator(places)
    groups = set()
    for library in LibraryPage.objects.filter(trainers__isnull=False):
        if everywhere or Place(Role.TRAINER, library.chain_id) in places:
            groups.add(library.trainers_id)
        if everywhere or Place(Role.EXPERT, library.chain_id) in places:
            groups.add(library.experts_id)
    return groups


def known_pages(person: Person) -> Q:
    """Which pages this person may know of: the trees of their owners, and what the programme has published."""
    places = places_of(person)
    if is_operator(places):
        return Q(depth__gte=1)
    own = {place.chain for place in places}
    libraries = LibraryPage.objects.filter(Q(chain=None) | Q(chain__in=own - {None}))
    known = Q(depth=1)
    for path, chain in libraries.values_list("path", "chain"):
        known |= Q(path__startswith=path) if chain in own else Q(path__startswith=path, live=True)
    return known


def pictures_for(person: Person) -> QuerySet[Image]:
    """The pictures in the collections of this person's owners and of the programme."""
    places = places_of(person)
    if is_operator(places):
        return Image.objects.all()
    own = {place.chain for place in places if place.chain}
    libraries = LibraryPage.objects.filter(Q(chain=None) | Q(chain__in=own))
    return Image.objects.filter(collection__in=libraries.values("collection"))
