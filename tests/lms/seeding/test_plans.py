from collections import Counter
from random import Random

import pytest

from lms.seeding.living import FATES
from lms.seeding.plans import World, small_world, told, whole_world


@pytest.fixture(scope="module")
def whole() -> World:
    return whole_world(Random(7))


def test_the_small_world_is_what_the_file_tells():
    world = small_world()

    assert [(chain.slug, len(chain.regions), len(chain.stores)) for chain in world.chains] == [
        ("fuxiao", 1, 4),
        ("xiangkou", 1, 2),
    ]
    assert len(world.persons) == 40
    assert {person.number for person in world.persons if person.signs_in} == {
        one["number"] for one in told()["sign_ins"].values()
    }


def test_the_whole_world_has_two_chains_six_regions_sixty_stores_and_six_hundred_persons(whole):
    assert len(whole.chains) == 2
    assert sum(len(chain.regions) for chain in whole.chains) == 6
    assert sum(len(chain.stores) for chain in whole.chains) == 60
    assert len(whole.persons) == 600


def test_the_small_world_stands_unchanged_in_the_whole_one(whole):
    small = small_world()

    assert whole.persons[: len(small.persons)] == small.persons
    for told_chain, chain in zip(small.chains, whole.chains, strict=True):
        assert chain.stores[: len(told_chain.stores)] == told_chain.stores


def test_nobody_and_nothing_stands_twice(whole):
    numbers = Counter((person.chain, person.number) for person in whole.persons)
    names = Counter(person.name for person in whole.persons)
    stores = [store for chain in whole.chains for store in chain.stores]

    assert numbers.most_common(1)[0][1] == 1
    assert names.most_common(1)[0][1] == 1
    assert len({store.name for store in stores}) == len(stores)
    for chain in whole.chains:
        assert len({store.code for store in chain.stores}) == len(chain.stores)


def test_every_store_has_one_manager_and_every_region_a_supervisor(whole):
    for chain in whole.chains:
        mine = [person for person in whole.persons if person.chain == chain.slug]
        managed = Counter(person.scopes[-1] for person in mine if person.role == "manager")
        watched = Counter(person.scopes[0] for person in mine if person.role == "supervisor")
        assert managed == {store.code: 1 for store in chain.stores}
        assert watched == {code: 1 for code, _ in chain.regions}


def test_everybody_is_somewhere_that_is_there(whole):
    for chain in whole.chains:
        places = {"chain", *(code for code, _ in chain.regions), *(store.code for store in chain.stores)}
        mine = [person for person in whole.persons if person.chain == chain.slug]
        assert {scope for person in mine for scope in person.scopes} <= places
    assert {person.scopes for person in whole.persons if person.chain is None} == {("programme",)}


def test_every_fate_is_met(whole):
    assert {person.fate for person in whole.persons if person.fate} == FATES.keys()


def test_owners_have_several_stores(whole):
    owners = [person for person in whole.persons if person.role == "owner"]

    assert len(owners) >= 5
    assert max(len(person.scopes) for person in owners) > 1


def test_the_same_seed_invents_the_same_world(whole):
    assert whole_world(Random(7)) == whole
    assert whole_world(Random(8)) != whole
