"""The formula said in SQL is the formula: compared with the plain one on random worlds."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.models import Credential
from content.models import Work
from courses.models import Assignment, Enrolment
from people.models import Absence, Person, Posting, Role, Shift, Store
from people.shifts.rules import SHOP
from readiness import overview
from readiness.floors import floors
from readiness.nights import tonight
from readiness.rules import Tally, tally
from readiness.stores import evening_of
from tests.factories.people import LONG_AGO, ChainFactory, RegionFactory, StoreFactory, clerk

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
STORES, PERSONS = 6, 24


def world(seed):
    """A chain with stores, people, courses, certificates, shifts and leave that lie close to every edge."""
    chance = Random(seed)
    chain = ChainFactory()
    region = RegionFactory(chain=chain)
    stores = [StoreFactory(region=region) for _ in range(STORES)]
    works = [Work.objects.create(kind=Work.Kind.COURSE) for _ in range(3)]
    for work in works[: chance.choice([0, 1, 1, 2])]:
        ended = chance.choice([None, None, None, LONG_AGO + DAY])
        begun = chance.choice([LONG_AGO, LONG_AGO, NOON, NOON + HOUR])
        Assignment.objects.create(chain=chain, course=work, assigned_at=begun, ended_at=ended)
    made = {model: [] for model in (Person, Posting, Enrolment, Credential, Shift, Absence)}
    for number in range(PERSONS):
        for row in _person(chance, chain, stores, works, number):
            made[type(row)].append(row)
    for model, rows in made.items():
        model.objects.bulk_create(rows)
    return chain, stores


def _person(chance, chain, stores, works, number):
    active = chance.random() < 0.9
    person = Person(chain=chain, employee_number=f"P{number:03d}", name="王小明", is_active=active)
    mine = chance.sample(stores[:-1], chance.choice([1, 1, 1, 2, 3]))
    yield person
    for store in mine:
        role = chance.choice([Role.CLERK, Role.CLERK, Role.CLERK, Role.MANAGER, Role.OWNER])
        since = chance.choice([LONG_AGO, LONG_AGO, LONG_AGO, NOON, NOON + HOUR])
        until = chance.choice([None, None, None, since + HOUR, NOON + 30 * DAY, max(NOON, since + HOUR)])
        yield Posting(person=person, store=store, role=role, since=since, until=until)
        if chance.random() < 0.2:
            again = Role.CLERK if role != Role.CLERK else Role.MANAGER
            yield Posting(person=person, store=store, role=again, since=LONG_AGO)
    for work in works:
        yield from _certificate(chance, person, work)
    yield from _shifts(chance, person, mine if chance.random() < 0.8 else stores[:-2])


def _certificate(chance, person, work):
    fate = chance.random()
    if fate < 0.1:
        return
    due = NOON + chance.choice([-1, 0, 1]) * DAY
    enrolment = Enrolment(person=person, course=work, enrolled_at=LONG_AGO, due_at=due)
    yield enrolment
    if fate > 0.2:
        last = (
            timezone.localtime(NOON).date() + chance.choice([-30, -1, 0, 1, 29, 30, 31, 32, 300, 300, 300, 300]) * DAY
        )
        ends = {1: {"revoked_at": NOON}, 2: {"superseded_at": NOON}}.get(chance.randint(1, 12), {})
        issued = chance.choice([LONG_AGO, LONG_AGO, LONG_AGO, NOON, NOON + HOUR])
        days = {"issued_at": issued, "valid_from": last - 365 * DAY, "valid_until": last}
        yield Credential(person=person, course=work, enrolment=enrolment, cycle=1, **days, **ends)


def _shifts(chance, person, stores):
    begins = datetime(2026, 11, 22, 20, tzinfo=SHOP), datetime(2026, 11, 23, 20, tzinfo=SHOP)
    at = chance.choice(begins) + chance.randint(0, 6) * HOUR
    for _ in range(chance.choice([0, 1, 2, 3])):
        length = chance.choice([4, 8, 8, 12, 16]) * HOUR
        yield Shift(person=person, store=chance.choice(stores), starts_at=at, ends_at=at + length)
        yield from _leave(chance, person, stores[0], at, length)
        at += length + chance.choice([0, 2, 8]) * HOUR


def _leave(chance, person, store, at, length):
    """Around a shift, in it, or at its edges; two that overlap or touch."""
    if chance.random() < 0.3:
        begins = at + chance.choice([-2, 0, 0, 2, 4]) * HOUR
        ends = chance.choice([begins + HOUR, at + length, at + length + HOUR, begins + 2 * HOUR])
        ends = max(ends, begins + HOUR)
        yield Absence(person=person, store=store, starts_at=begins, ends_at=ends)
        if chance.random() < 0.5:
            yield Absence(person=person, store=store, starts_at=ends - HOUR / 2, ends_at=ends + 2 * HOUR)


def plainly(chain, stores, at):
    """Each store counted by the formula of rules and nights, and all of them together."""
    found, everybody = {}, {}
    for floor, store in zip(floors(Store.objects.filter(chain=chain), chain, at), stores, strict=True):
        night = evening_of(store, floor.clerks, at).state
        found[store.pk] = (floor.tally, night)
        everybody |= {c.person_id: c.state for c in floor.clerks}
    return found, tally(everybody.values())


MOMENTS = [NOON, NOON + 8 * HOUR, NOON + 13 * HOUR, NOON + 17 * HOUR, NOON + 17 * HOUR + 59 * timedelta(minutes=1)]
SEEDS = range(30)


@pytest.mark.parametrize("seed", SEEDS)
def test_in_a_random_world_the_statement_counts_as_the_formula_does(seed):
    chain, stores = world(seed)
    at = MOMENTS[seed % len(MOMENTS)]
    counts = overview.counts(chain.pk, [s.pk for s in stores], at)
    counted = [counts.get(s.pk, overview.NOBODY) for s in stores]
    told, together = plainly(chain, stores, at)
    assert {s.pk: (c.tally, c.tonight) for s, c in zip(stores, counted, strict=True)} == told
    assert overview.total(counted) == together


def test_the_random_worlds_hold_every_state():
    seen = Counter()
    for seed in SEEDS[:10]:
        chain, stores = world(seed)
        told, together = plainly(chain, stores, NOON)
        seen.update(night for _, night in told.values())
        seen.update({state: getattr(together, state) for state in ("ready", "expiring", "not_ready")})
        seen["helps"] += sum(t.total for t, _ in told.values()) > together.total
    assert {name for name, times in seen.items() if times} == {
        "covered", "uncovered", "unplanned", "ready", "expiring", "not_ready", "helps"
    }  # fmt: skip


def test_a_shift_of_somebody_who_stands_elsewhere_now_is_a_plan_that_nobody_holds():
    here, there = StoreFactory(), StoreFactory()
    Shift.objects.create(person=clerk(there), store=here, starts_at=tonight(NOON).begins, ends_at=tonight(NOON).ends)
    counts = overview.counts(here.chain.pk, [here.pk], NOON)
    assert counts == {here.pk: overview.Count(Tally(), "uncovered")}


def test_who_is_on_leave_holds_nothing():
    store, night = StoreFactory(), tonight(NOON)
    person = clerk(store)
    work = Work.objects.create(kind=Work.Kind.COURSE)
    Assignment.objects.create(chain=store.chain, course=work, assigned_at=LONG_AGO)
    enrolment = Enrolment.objects.create(person=person, course=work, enrolled_at=LONG_AGO, due_at=NOON)
    valid = {"issued_at": LONG_AGO, "valid_from": NOON.date() - DAY, "valid_until": NOON.date() + 300 * DAY}
    Credential.objects.create(person=person, course=work, enrolment=enrolment, cycle=1, **valid)
    Shift.objects.create(person=person, store=store, starts_at=night.begins, ends_at=night.ends)
    assert overview.counts(store.chain.pk, [store.pk], NOON)[store.pk].tonight == "covered"
    Absence.objects.create(person=person, store=store, starts_at=night.begins + HOUR, ends_at=night.begins + 2 * HOUR)
    assert overview.counts(store.chain.pk, [store.pk], NOON)[store.pk].tonight == "uncovered"


def test_only_the_stores_that_are_asked_for_are_counted():
    here = StoreFactory()
    beside = StoreFactory(region=here.region)
    clerk(here), clerk(beside)
    assert set(overview.counts(here.chain.pk, [here.pk], NOON)) == {here.pk}
    assert overview.counts(here.chain.pk, [], NOON) == {}


def test_any_number_of_stores_is_one_query():
    chain, stores = world(7)
    for some in (stores[:1], stores):
        with CaptureQueriesContext(connection) as caught:
            overview.counts(chain.pk, [s.pk for s in some], NOON)
        assert len(caught) == 1
