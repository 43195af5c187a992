"""Making the demo's chains and people, through the actions that everybody uses."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from content.models import Work
from courses.actions import assign
from lms.seeding.living import FATES, Life
from lms.seeding.plans import ChainPlan, PersonPlan, World, told
from people.actions import end_posting, hire, post
from people.models import Chain, Person, Region, Role, Store

BEGINNING = timedelta(days=430)
MOVED_DAYS, LEFT_DAYS = (30, 110), (5, 100)

Scope = Store | Region | Chain | None


class Settling:
    """The world's people being settled: organisation first, then everybody in the order of the plan."""

    def __init__(self, course: Work, now: datetime, rng: Random) -> None:
        self.course, self.now, self.rng = course, now, rng
        self.chains: dict[str, Chain] = {}
        self.scopes: dict[tuple[str, str], Scope] = {}
        self.lives: list[Life] = []

    def settle(self, world: World) -> None:
        for plan in world.chains:
            self._chain(plan)
        for person in world.persons:
            self._person(person)

    def _chain(self, plan: ChainPlan) -> None:
        chain = Chain.objects.create(slug=plan.slug, name=plan.name)
        regions = Region.objects.bulk_create(Region(chain=chain, code=code, name=name) for code, name in plan.regions)
        of_code = {region.code: region for region in regions}
        stores = Store.objects.bulk_create(
            Store(chain=chain, region=of_code[each.region], code=each.code, name=each.name, address=each.address)
            for each in plan.stores
        )
        self.chains[plan.slug] = chain
        self.scopes |= {(plan.slug, scope.code): scope for scope in (*regions, *stores)}
        self.scopes[plan.slug, "chain"] = chain
        assign(course=self.course, chain=chain, by=None, at=self.now - BEGINNING + timedelta(days=2))

    def _person(self, plan: PersonPlan) -> None:
        since = self._ago(*self._days(plan))
        person = hire(
            chain=self.chains[plan.chain] if plan.chain else None,
            employee_number=plan.number,
            name=plan.name,
            by=None,
            password=told()["password"] if plan.signs_in else None,
            language="zh-Hant" if ord(plan.name[0]) > 0x2E80 else "en",
            at=since,
        )
        self._posted(person, plan, since)
        if plan.fate:
            self.lives.append(Life(person.pk, plan.fate, 1, self.rng.getrandbits(64)))

    def _days(self, plan: PersonPlan) -> tuple[int, int]:
        if plan.days is not None:
            return plan.days, plan.days
        assert plan.fate is not None  # noqa: S101 - a plan has one of the two
        return FATES[plan.fate].posted

    def _posted(self, person: Person, plan: PersonPlan, since: datetime) -> None:
        role = Role(plan.role)
        if plan.fate == "moved":
            until = self._ago(*MOVED_DAYS)
            first = post(person=person, role=role, scope=self._scope(plan, plan.scopes[0]), by=None, at=since)
            end_posting(posting=first, by=None, at=until)
            post(person=person, role=role, scope=self._scope(plan, plan.scopes[1]), by=None, at=until)
            return
        for scope in plan.scopes:
            posting = post(person=person, role=role, scope=self._scope(plan, scope), by=None, at=since)
            if plan.fate == "left":
                end_posting(posting=posting, by=None, at=self._ago(*LEFT_DAYS))

    def _scope(self, plan: PersonPlan, code: str) -> Scope:
        return self.scopes[plan.chain, code] if plan.chain else None

    def _ago(self, least: int, most: int) -> datetime:
        return self.now - timedelta(days=self.rng.randint(least, most), minutes=self.rng.randint(0, 300))


def renewals(lives: list[Life], due: dict[int, int], rng: Random) -> Iterator[Life]:
    """The second cycle of those who renew; `due` maps a person to the cycle that was opened for them."""
    for life in lives:
        if life.fate == "renewed" and life.person in due:
            yield Life(life.person, life.fate, due[life.person], rng.getrandbits(64))
