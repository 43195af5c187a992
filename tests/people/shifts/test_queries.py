"""Who is there: by the plan, without who is on leave, and elsewhere by what they say of themselves."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.actions import end_posting
from people.models import Absence, Presence, Role, Shift, StoreHours
from people.shifts import fragments
from people.shifts.queries import hours_of, open_at, planned_at, planned_on, there_at
from people.shifts.rules import SHOP, is_open, shop_day
from tests.factories.people import StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 23, 22, tzinfo=SHOP)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Shop:
    """A store, and what is written down for it."""

    store: object

    def on_shift(self, who, start=NIGHT, hours=8):
        return Shift.objects.create(person=who, store=self.store, starts_at=start, ends_at=start + hours * HOUR)

    def on_leave(self, who, start=NIGHT, hours=8):
        return Absence.objects.create(person=who, store=self.store, starts_at=start, ends_at=start + hours * HOUR)

    def present(self, who, since=NIGHT, hours=8):
        return Presence.objects.create(person=who, store=self.store, since=since, until=since + hours * HOUR)

    def there(self, at):
        """The names of who is there."""
        persons = there_at([self.store.pk], at).get(self.store.pk, set())
        return {posting.person.name for posting in self.store.postings.all() if posting.person_id in persons}


@pytest.fixture
def shop():
    return Shop(StoreFactory())


def test_those_are_there_whose_shift_is_under_way(shop):
    shop.on_shift(clerk(shop.store, "王小明"))
    shop.on_shift(posted(Role.MANAGER, shop.store, "陳店長"), NIGHT - 8 * HOUR, 10)
    clerk(shop.store, "在家")
    moments = [NIGHT - HOUR, NIGHT, NIGHT + 2 * HOUR, NIGHT + 8 * HOUR]
    assert [shop.there(at) for at in moments] == [{"陳店長"}, {"王小明", "陳店長"}, {"王小明"}, set()]


def test_who_is_on_leave_is_not_there_whichever_store_said_so(shop):
    alice = clerk(shop.store, "王小明")
    shop.on_shift(alice)
    Shop(StoreFactory()).on_leave(alice, NIGHT + 2 * HOUR, 2)
    assert [shop.there(NIGHT + n * HOUR) for n in (1, 2, 3, 4)] == [{"王小明"}, set(), set(), {"王小明"}]


def test_who_has_left_or_stands_elsewhere_by_now_is_not_there(shop):
    alice, bob, owner = clerk(shop.store, "王小明"), clerk(shop.store, "林小華"), posted(Role.OWNER, shop.store, "老闆")
    for who in (alice, bob, owner):
        shop.on_shift(who)
    alice.is_active = False
    alice.save(update_fields=["is_active"])
    end_posting(posting=bob.postings.get(), by=None, at=NIGHT + HOUR)
    assert [shop.there(NIGHT), shop.there(NIGHT + HOUR)] == [{"林小華"}, set()]


def test_without_a_plan_those_are_there_who_say_so_until_they_go(shop):
    alice, bob = clerk(shop.store, "王小明"), clerk(shop.store, "林小華")
    shop.present(alice)
    shop.present(bob, NIGHT + HOUR, 2)
    shop.present(clerk(StoreFactory(), "別家"))
    moments = [NIGHT - HOUR, NIGHT, NIGHT + HOUR, NIGHT + 3 * HOUR, NIGHT + 8 * HOUR]
    assert [shop.there(at) for at in moments] == [set(), {"王小明"}, {"王小明", "林小華"}, {"王小明"}, set()]
    end_posting(posting=alice.postings.get(), by=None, at=NIGHT)
    assert shop.there(NIGHT) == set()


def test_a_plan_outweighs_what_people_say_of_themselves(shop):
    alice, bob = clerk(shop.store, "王小明"), clerk(shop.store, "林小華")
    shop.on_shift(alice, NIGHT - 8 * HOUR, 9)
    shop.present(bob, NIGHT - HOUR, 12)
    assert shop.there(NIGHT - HOUR) == {"王小明"}
    assert shop.there(NIGHT + HOUR) == set(), "the plan of the 23rd speaks until midnight"
    assert shop.there(NIGHT + 2 * HOUR) == {"林小華"}


def test_stores_where_nobody_is_are_left_out_and_others_are_not_looked_at(shop):
    beside, far = Shop(StoreFactory()), Shop(StoreFactory())
    alice, bob = clerk(shop.store), clerk(far.store)
    shop.on_shift(alice)
    far.on_shift(bob)
    assert there_at([shop.store.pk, beside.store.pk], NIGHT) == {shop.store.pk: {alice.pk}}
    assert there_at([], NIGHT) == {}


@pytest.mark.parametrize(
    ("start", "days"),
    [
        (datetime(2026, 11, 23, 0, tzinfo=SHOP), {23}),
        (datetime(2026, 11, 23, 23, 59, tzinfo=SHOP), {23}),
        (datetime(2026, 11, 24, 0, tzinfo=SHOP), {24}),
    ],
)
def test_a_plan_is_for_the_day_on_which_its_shifts_begin(shop, start, days):
    shop.on_shift(clerk(shop.store), start)
    there, beside = shop.store.pk, StoreFactory().pk
    planned = {day for day in range(22, 26) if planned_on([there, beside], date(2026, 11, day)) == {there}}
    assert planned == days


def test_a_shift_under_way_is_a_plan_where_the_day_has_none_else(shop):
    shop.on_shift(clerk(shop.store), NIGHT, 9)
    moments = [NIGHT - 22 * HOUR - timedelta(minutes=1), NIGHT - 22 * HOUR, NIGHT + 8 * HOUR, NIGHT + 9 * HOUR]
    assert [bool(planned_at([shop.store.pk], at)) for at in moments] == [False, True, True, False]


def test_a_store_is_open_by_its_hours_and_until_it_closes_for_good():
    always, day = StoreFactory(), StoreFactory(closed_on=date(2026, 11, 25))
    late = StoreFactory()
    StoreHours.objects.create(store=day, opens_at=time(7), closes_at=time(23))
    StoreHours.objects.create(store=late, opens_at=time(16), closes_at=time(2))
    stores = {always.pk: "always", day.pk: "day", late.pk: "late"}
    moments = [NIGHT, NIGHT + 3 * HOUR, NIGHT + 4 * HOUR, NIGHT + 9 * HOUR, NIGHT + 33 * HOUR]
    assert [{stores[pk] for pk in open_at(list(stores), at)} for at in moments] == [
        {"always", "day", "late"},
        {"always", "late"},
        {"always"},
        {"always", "day"},
        {"always"},
    ]
    assert hours_of([always.pk, day.pk]) == {day.pk: (time(7), time(23))}


def test_each_store_may_have_a_moment_of_its_own(shop):
    beside = Shop(StoreFactory())
    alice, bob = clerk(shop.store), clerk(beside.store)
    shop.on_shift(alice)
    beside.on_shift(bob)
    there = fragments.there(store="asked.store", at="asked.at")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT person_id, until FROM unnest(%s::bigint[], %s::timestamptz[]) AS asked(store, at) "  # noqa: S608 - of ours
            f"CROSS JOIN LATERAL ({there}) there",
            [[shop.store.pk, beside.store.pk], [NIGHT, NIGHT - HOUR]],
        )
        assert cursor.fetchall() == [(alice.pk, NIGHT + 8 * HOUR)]


@pytest.mark.parametrize("stores", [1, 3])
def test_any_number_of_stores_is_one_statement(stores):
    shops = [Shop(StoreFactory()) for _ in range(stores)]
    for one in shops:
        one.on_shift(clerk(one.store))
    pks = [one.store.pk for one in shops]
    with CaptureQueriesContext(connection) as caught:
        assert len(there_at(pks, NIGHT)) == len(planned_on(pks, NIGHT.date())) == stores
        assert len(planned_at(pks, NIGHT)) == len(open_at(pks, NIGHT)) == stores
        hours_of(pks)
    assert len(caught) == 5


@pytest.mark.parametrize("seed", range(12))
def test_random_worlds_are_read_as_plain_python_reads_them(seed):
    rng = Random(seed)
    shops = [Shop(StoreFactory()) for _ in range(4)]
    people = [(clerk(one.store), one) for one in shops for _ in range(3)]

    def moment():
        return NIGHT + timedelta(minutes=rng.randrange(-36 * 60, 36 * 60, 30))

    for who, home in people:
        for day in rng.sample([-1, 0, 1], rng.randrange(3)) if home is not shops[0] else []:
            home.on_shift(who, NIGHT + day * DAY + rng.choice([-16, -8, 0, 2]) * HOUR, rng.choice([4, 8]))
        if rng.random() < 0.4:
            home.on_leave(who, moment(), rng.choice([3, 24]))
        if rng.random() < 0.6:
            home.present(who, moment(), rng.randrange(1, 13))
        if rng.random() < 0.2:
            end_posting(posting=who.postings.get(), by=None, at=moment())
    for one in rng.sample(shops, 2):
        StoreHours.objects.create(store=one.store, opens_at=time(rng.randrange(12)), closes_at=time(12))
    pks = [one.store.pk for one in shops]
    for at in (moment() for _ in range(12)):
        assert there_at(pks, at) == {one.store.pk: told for one in shops if (told := _there(one.store, at))}
        assert planned_at(pks, at) == {one.store.pk for one in shops if _planned(one.store, at)}
        assert open_at(pks, at) == {one.store.pk for one in shops if _open(one.store, at)}


def _there(store, at):
    rows = store.shifts.all() if _planned(store, at) else store.presences.all()
    persons = {row.person for row in rows if _when(row)[0] <= at < _when(row)[1]}
    if _planned(store, at):
        persons = {p for p in persons if not any(a.starts_at <= at < a.ends_at for a in p.absences.all())}
    posted_now = {p.person for p in store.postings.all() if p.since <= at and (p.until is None or at < p.until)}
    return {person.pk for person in persons & posted_now}


def _when(row):
    return (row.starts_at, row.ends_at) if isinstance(row, Shift) else (row.since, row.until)


def _planned(store, at):
    shifts = list(store.shifts.all())
    return any(shop_day(s.starts_at) == shop_day(at) or s.starts_at <= at < s.ends_at for s in shifts)


def _open(store, at):
    hours = StoreHours.objects.filter(store=store).first()
    return hours is None or is_open(hours.opens_at, hours.closes_at, at.astimezone(SHOP).time())
