"""Seeding the demo: chains, stores, persons, and what they have learned so far."""

import json
import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from content.models import Work
from courses.actions import assign
from courses.models import Enrolment
from courses.rules import works_of
from lms.seeding.playing import Player
from outbox import actions as outbox
from outbox.searches import scan
from people.actions import hire, post
from people.models import Chain, Person, Region, Role, Store
from people.models.organisation import PROGRAMME

WORLD = tomllib.loads(Path(__file__).with_name("world.toml").read_text(encoding="utf-8"))
BEGINNING = timedelta(days=430)
FATES: dict[str, tuple[tuple[int, int], tuple[int, int] | None]] = {
    # fate: (posted so many days ago, certified so many days ago)
    "certified": ((200, 390), (20, 190)),
    "struggling": ((120, 200), (30, 100)),
    "expiring": ((388, 400), (340, 360)),
    "expired": ((410, 425), (370, 395)),
    "begun": ((6, 12), None),
    "overdue": ((40, 80), None),
    "new": ((1, 6), None),
}
SKILL = {"certified": 0.9, "expiring": 0.85, "expired": 0.8, "struggling": 0.45, "begun": 0.85}


def seed(*, url: str, out: Path, tell: Callable[[str], None] = print, at: datetime | None = None) -> None:
    """Make the demo's world, once, and write to `out` who may sign in at `url`."""
    now = at or timezone.now()
    if not Chain.objects.filter(slug=WORLD["chains"][0]["slug"]).exists():
        _World(now, Random(20260105)).make(tell)  # noqa: S311 - plausible, not secret
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps({"url": url, "sign_ins": sign_ins()}, ensure_ascii=False, indent=2))


def sign_ins() -> dict[str, dict[str, str]]:
    """One sign-in per role, as the sign-in form wants it."""
    home = WORLD["chains"][0]["slug"]
    return {
        role: {
            "chain": PROGRAMME if entry["scope"] == "programme" else home,
            "employee_number": entry["number"],
            "password": WORLD["password"],
        }
        for role, entry in WORLD["sign_ins"].items()
    }


class _World:
    """One seeding under way."""

    def __init__(self, now: datetime, rng: Random) -> None:
        self.now, self.rng = now, rng
        self.stores: dict[str, Store] = {}
        self.fates: list[tuple[Person, str]] = []

    def make(self, tell: Callable[[str], None]) -> None:
        tell("Loading the course 門市關懷前線 …")
        call_command("load_content", at=(self.now - BEGINNING).isoformat(), verbosity=0)
        self.course = Work.objects.get(kind=Work.Kind.COURSE, owner=None)
        tell("Inventing two chains, six stores, forty persons …")
        chains = [self._chain(entry) for entry in WORLD["chains"]]
        self._sign_ins(chains[0])
        self._floors()
        self._others(chains[1])
        outbox.drain(seconds=60)
        tell("Letting them learn for a year …")
        for person, fate in self.fates:
            self._live(person, fate)
        outbox.drain(seconds=60)
        scan(self.now)
        outbox.drain(seconds=60)

    def _chain(self, entry: dict[str, Any]) -> Chain:
        chain = Chain.objects.create(slug=entry["slug"], name=entry["name"])
        region = Region.objects.create(chain=chain, **entry["region"])
        for store in entry["stores"]:
            self.stores[store["code"]] = Store.objects.create(chain=chain, region=region, **store)
        assign(course=self.course, chain=chain, by=None, at=self.now - BEGINNING + timedelta(days=2))
        return chain

    def _sign_ins(self, home: Chain) -> None:
        for role, entry in WORLD["sign_ins"].items():
            scope = self._scope(entry["scope"], home)
            self._person(
                scope and home,
                entry["number"],
                entry["name"],
                Role(role),
                scope,
                self._ago(entry["days"]),
                password=WORLD["password"],
                fate=entry.get("fate"),
            )

    def _floors(self) -> None:
        managed = {WORLD["sign_ins"]["manager"]["scope"]}
        for code, number, name, fate in WORLD["floor"]["people"]:
            store = self.stores[code]
            role = Role.CLERK if code in managed else Role.MANAGER
            managed.add(code)
            self._person(store.chain, number, name, role, store, self._ago(*FATES[fate][0]), fate=fate)

    def _others(self, chain: Chain) -> None:
        for number, name, role, scope in WORLD["others"]["people"]:
            self._person(chain, number, name, Role(role), self._scope(scope, chain), self._ago(400))

    def _scope(self, name: str, chain: Chain) -> Store | Region | Chain | None:
        if name == "programme":
            return None
        if name == "region":
            return chain.regions.get()
        return chain if name == "chain" else self.stores[name]

    def _person(
        self,
        chain: Chain | None,
        number: str,
        name: str,
        role: Role,
        scope: Store | Region | Chain | None,
        at: datetime,
        *,
        password: str | None = None,
        fate: str | None = None,
    ) -> None:
        language = "zh-Hant" if ord(name[0]) > 0x2E80 else "en"
        person = hire(
            chain=chain, employee_number=number, name=name, by=None, password=password, language=language, at=at
        )
        post(person=person, role=role, scope=scope, by=None, at=at)
        if fate:
            self.fates.append((person, fate))

    def _live(self, person: Person, fate: str) -> None:
        """Play what this fate asks for: a whole course long ago, the half of one last night, or nothing."""
        enrolment = Enrolment.objects.get(person=person, course=self.course)
        player = Player(person, SKILL.get(fate, 0.0), self.rng)
        editions = self._editions()
        certified = FATES[fate][1]
        if certified:
            at = max(self._night(self._ago(*certified)), enrolment.enrolled_at + timedelta(hours=3))
            for edition in editions:
                at = player.passes(edition, enrolment.purpose, at)
        elif fate == "begun":
            at = player.passes(editions[0], enrolment.purpose, self._night(self._ago(2)))
            player.plays(editions[1], enrolment.purpose, at, skill=player.skill, share=0.5)

    def _editions(self) -> list[str]:
        order = works_of(self.course.current.read())
        works = Work.objects.in_bulk(order)
        return [works[work].current_id for work in order]

    def _ago(self, least: int, most: int | None = None) -> datetime:
        return self.now - timedelta(days=self.rng.randint(least, most or least), minutes=self.rng.randint(0, 300))

    def _night(self, day: datetime) -> datetime:
        """Some quiet hour of that night, 23:00 to 05:00 in the shop."""
        start = timezone.localtime(day).replace(hour=23, minute=0, second=0, microsecond=0)
        return start - timedelta(days=1) + timedelta(minutes=self.rng.randint(0, 360))
