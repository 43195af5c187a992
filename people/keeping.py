"""What a phone keeps for when there is no network: rooms register what they have, the roof puts it together."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from outbox.registry import into
from people.brands.queries import look_of
from people.models import Person, Posting


@dataclass(frozen=True)
class Thing:
    """Something to keep: `url`, an address of this site; `version`, a short text that changes when it has to be
    fetched anew, empty for what never changes under its address."""

    url: str
    version: str = ""


Keeper = Callable[[Person, datetime], Iterable[Thing]]

keepers: dict[str, Keeper] = {}


def keeps(name: str) -> Callable[[Keeper], Keeper]:
    """Register `(person, now) -> Things`, the most needed first; queries must not grow with rows."""
    return into(keepers, name)


def version_of(*parts: object) -> str:
    """A version that changes with any of these; each must say all that counts in its `repr`."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def kept(person: Person, at: datetime, stamp: str) -> list[Thing]:
    """All that this person's phone should have, each address once. `stamp` says how pages look now: a new one makes
    every page new."""
    found = {thing.url: thing for keeper in keepers.values() for thing in keeper(person, at)}
    return [_stamped(thing, stamp) for thing in found.values()]


@keeps("me")
def about_me(person: Person, at: datetime) -> list[Thing]:
    """The page about oneself, and how one's chain looks."""
    postings = Posting.objects.alive(at).filter(person=person).order_by("pk").values_list("pk", flat=True)
    page = Thing(reverse("me"), version_of(person.name, person.language, list(postings)))
    look = look_of(person.chain_id)
    return [page, *(Thing(url) for url in ((look.css_url, look.logo_url) if look else ()) if url)]


def _stamped(thing: Thing, stamp: str) -> Thing:
    return Thing(thing.url, version_of(thing.version, stamp)) if thing.version else thing
