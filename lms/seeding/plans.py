"""Who lives in the demo's world: told in world.toml, and for the whole demo invented around it. No database."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

FOLDER = Path(__file__).parent
STORES_OF_AN_OWNER = (2, 4)
SHARE_OF_OWNED = 0.35
SHARE_FROM_ABROAD = 0.07

FATES: dict[str, dict[str, int]] = {
    # a store's mood: how many of a hundred people there have which fate
    "bright": {"certified": 58, "renewed": 20, "expiring": 9, "new": 5, "begun": 5, "moved": 2, "left": 1},
    "fair": {"certified": 44, "renewed": 12, "expiring": 10, "expired": 6, "struggling": 6, "begun": 8, "overdue": 5,
             "new": 4, "moved": 2, "left": 3},
    "dim": {"certified": 18, "expiring": 8, "expired": 14, "struggling": 12, "begun": 14, "overdue": 20, "new": 9,
            "left": 5},
}  # fmt: skip
MOODS = {"bright": 40, "fair": 42, "dim": 18}


@dataclass(frozen=True, slots=True)
class StorePlan:
    region: str
    code: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class ChainPlan:
    """A chain with its regions (code, name) and stores."""

    slug: str
    name: str
    regions: tuple[tuple[str, str], ...]
    stores: tuple[StorePlan, ...]


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """A person; `scopes` are store codes, region codes, `chain` or `programme`; `days` since when, None by fate."""

    chain: str | None
    number: str
    name: str
    role: str
    scopes: tuple[str, ...]
    fate: str | None = None
    days: int | None = None
    signs_in: bool = False


@dataclass(frozen=True, slots=True)
class World:
    chains: tuple[ChainPlan, ...]
    persons: tuple[PersonPlan, ...]


@cache
def told(name: str = "world") -> dict[str, Any]:
    """What a data file of this folder tells."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def small_world() -> World:
    """What world.toml tells: two chains, two regions, six stores, forty persons."""
    return World(tuple(_told_chain(entry) for entry in told()["chains"]), tuple(_told_persons()))


def whole_world(rng: Random) -> World:
    """The small world with the rest invented around it: six regions, sixty stores, six hundred persons."""
    small = small_world()
    names = list(told("names")["stores"])
    rng.shuffle(names)
    chains = tuple(
        _grown(entry, chain, names, rng) for entry, chain in zip(told()["chains"], small.chains, strict=True)
    )
    return World(chains, (*small.persons, *_Crowd(chains, small, rng).persons()))


def _told_chain(entry: dict[str, Any]) -> ChainPlan:
    stores = tuple(StorePlan(**store) for store in entry["stores"])
    used = {store.region for store in stores}
    regions = tuple((region["code"], region["name"]) for region in entry["regions"] if region["code"] in used)
    return ChainPlan(entry["slug"], entry["name"], regions, stores)


def _told_persons() -> Iterator[PersonPlan]:
    world = told()
    chain_of = {store["code"]: chain["slug"] for chain in world["chains"] for store in chain["stores"]}
    home, other = (chain["slug"] for chain in world["chains"])
    for role, one in world["sign_ins"].items():
        chain = None if one["scope"] == "programme" else home
        yield PersonPlan(
            chain, one["number"], one["name"], role, (one["scope"],), one.get("fate"), one["days"], signs_in=True
        )
    managed = {world["sign_ins"]["manager"]["scope"]}
    for code, number, name, fate in world["floor"]["people"]:
        role = "clerk" if code in managed else "manager"
        managed.add(code)
        yield PersonPlan(chain_of[code], number, name, role, (code,), fate)
    for number, name, role, scope in world["others"]["people"]:
        yield PersonPlan(other, number, name, role, (scope,), days=400)


def _grown(entry: dict[str, Any], chain: ChainPlan, names: list[str], rng: Random) -> ChainPlan:
    """The chain with all its regions and the stores invented in them; `names` lose those that were taken."""
    stores = list(chain.stores)
    for region in entry["regions"]:
        for _ in range(region["invented"]):
            code = _code(entry["letter"], stores, rng)
            street = f"{rng.choice(told('names')['streets'])} {rng.randint(1, 280)} 號"
            stores.append(
                StorePlan(region["code"], code, f"{names.pop()}門市", f"{rng.choice(region['cities'])}{street}")
            )
    regions = tuple((region["code"], region["name"]) for region in entry["regions"])
    return ChainPlan(chain.slug, chain.name, regions, tuple(stores))


def _code(letter: str, stores: Sequence[StorePlan], rng: Random) -> str:
    taken = {store.code for store in stores}
    while True:
        code = f"A{rng.randint(100, 899)}" if letter == "X" else str(rng.randint(10400, 19899))
        if code not in taken:
            return code


class _Crowd:
    """The people invented around those told."""

    def __init__(self, chains: Sequence[ChainPlan], small: World, rng: Random) -> None:
        self.chains, self.small, self.rng = chains, small, rng
        self.names = {person.name for person in small.persons}
        told_stores = {store.code for chain in small.chains for store in chain.stores}
        self.new_stores = [
            (chain, store) for chain in chains for store in chain.stores if store.code not in told_stores
        ]
        self.next_number = {chain.slug: 100 for chain in chains}

    def persons(self) -> Iterator[PersonPlan]:
        above = [*self._supervisors(), *self._owners()]
        yield from above
        wanted = told()["invented"]["persons"] - len(self.small.persons) - len(above)
        share, more = divmod(wanted, len(self.new_stores))
        for place, (chain, store) in enumerate(self.new_stores):
            yield from self._floor(chain, store, share + (place < more))

    def _floor(self, chain: ChainPlan, store: StorePlan, people: int) -> Iterator[PersonPlan]:
        mood = self._drawn(MOODS)
        for place in range(people):
            role = "clerk" if place else "manager"
            fate = self._drawn(FATES[mood]) if place else self._drawn({"certified": 7, "renewed": 3})
            scopes = (store.code,) if fate != "moved" else (self._elsewhere(chain, store), store.code)
            yield self._person(chain, role, scopes, fate)

    def _elsewhere(self, chain: ChainPlan, store: StorePlan) -> str:
        return self.rng.choice([each.code for each in chain.stores if each != store])

    def _supervisors(self) -> Iterator[PersonPlan]:
        watched = {scope for person in self.small.persons if person.role == "supervisor" for scope in person.scopes}
        for chain in self.chains:
            for code, _ in chain.regions:
                if code not in watched:
                    yield self._person(chain, "supervisor", (code,), None)
        yield self._person(self.chains[1], "auditor", ("chain",), None)

    def _owners(self) -> Iterator[PersonPlan]:
        owned = [each for each in self.new_stores if self.rng.random() < SHARE_OF_OWNED]
        while owned:
            chain = owned[0][0]
            mine = [each for each in owned if each[0] == chain][: self.rng.randint(*STORES_OF_AN_OWNER)]
            owned = [each for each in owned if each not in mine]
            yield self._person(chain, "owner", tuple(store.code for _, store in mine), None)

    def _person(self, chain: ChainPlan, role: str, scopes: tuple[str, ...], fate: str | None) -> PersonPlan:
        self.next_number[chain.slug] += 1
        prefix = "F" if chain == self.chains[0] else "X"
        number = f"{prefix}{self.next_number[chain.slug]:04d}"
        name = self._name(may_be_abroad=role == "clerk")
        return PersonPlan(chain.slug, number, name, role, scopes, fate, None if fate else self.rng.randint(395, 415))

    def _name(self, *, may_be_abroad: bool) -> str:
        while True:
            name = self._from_abroad() if may_be_abroad and self.rng.random() < SHARE_FROM_ABROAD else self._han()
            if name not in self.names:
                self.names.add(name)
                return name

    def _from_abroad(self) -> str:
        names = told("names")
        found: str = self.rng.choice([*names["vietnamese"], *names["indonesian"]])
        return found

    def _han(self) -> str:
        names = told("names")
        surnames = names["surnames"][: self.rng.choice([10, 30, len(names["surnames"])])]
        name: str = (
            self.rng.choice(surnames) + self.rng.choice(names["given_first"]) + self.rng.choice(names["given_second"])
        )
        return name

    def _drawn(self, weights: dict[str, int]) -> str:
        return self.rng.choices(list(weights), list(weights.values()))[0]
