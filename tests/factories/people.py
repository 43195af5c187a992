"""Chains, stores and persons. The names follow the house: Alice is a clerk of one chain, Charlie of another."""

from datetime import UTC, datetime

import factory

from people.actions import hire, post
from people.models import Chain, Person, Region, Role, Store

LONG_AGO = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
PASSWORD = "lamp-in-the-street"


class ChainFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Chain

    slug = factory.Sequence(lambda n: f"chain-{n}")
    name = factory.Sequence(lambda n: f"第{n}超商")


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region

    chain = factory.SubFactory(ChainFactory)
    code = factory.Sequence(lambda n: f"R{n}")
    name = factory.Sequence(lambda n: f"第{n}區")


class StoreFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Store

    region = factory.SubFactory(RegionFactory)
    chain = factory.SelfAttribute("region.chain")
    code = factory.Sequence(lambda n: f"{n:06d}")
    name = factory.Sequence(lambda n: f"第{n}門市")


_numbers = iter(range(1, 10**9))


def person(
    chain: Chain | None, name: str = "王小明", *, password: str | None = None, at: datetime = LONG_AGO
) -> Person:
    """A person with a fresh employee number; without a password nobody can sign in as them."""
    return hire(chain=chain, employee_number=f"E{next(_numbers):05d}", name=name, by=None, password=password, at=at)


def clerk(store: Store, name: str = "王小明", *, at: datetime = LONG_AGO, password: str | None = None) -> Person:
    """A clerk posted to a store."""
    made = person(store.chain, name, at=at, password=password)
    post(person=made, role=Role.CLERK, scope=store, by=None, at=at)
    return made


def posted(
    role: Role, scope: object, name: str = "林主任", *, at: datetime = LONG_AGO, password: str | None = None
) -> Person:
    """Somebody with one posting; the programme's own where `scope` is None."""
    chain = scope if isinstance(scope, Chain) else getattr(scope, "chain", None)
    made = person(chain, name, at=at, password=password)
    post(person=made, role=role, scope=scope, by=None, at=at)
    return made
