"""A year planned day by day in the database, as time drives it, held against the contract by the same checker as the
year of the rules: what the statements find of shifts, blackouts and other drills is what is there."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection

from drills.actions.planning import plan_run
from drills.models import Blackout, Call, Draw, Plan
from drills.queries.draws import draw_again
from drills.queries.occurrences import due
from drills.rules.intervals import minute, moment
from people.models import Person, Posting, Region, Store
from people.shifts.rules import SHOP, shop_day
from tests.drills.checker import faults
from tests.drills.year import duties, world
from tests.factories import drills
from tests.factories.people import ChainFactory

# Committed day by day, as the product does: within one transaction nobody would ever count what the tables hold.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.prove, pytest.mark.timeout(7200)]
SHIFTS = "COPY people_shift (person_id, store_id, starts_at, ends_at) FROM STDIN"
COUNTED = "people_store, people_person, people_posting, people_shift, drills_blackout, drills_storedrill, drills_call"
DAY, EPOCH = timedelta(days=1), date(1970, 1, 1)
BEGINS = datetime(2027, 12, 1, tzinfo=SHOP)
DAYS = 396
ROSTERS_EVERY, ROSTERS_UNTIL = 14, 42
"""Shifts come into the roster every so many days, until so many days ahead: further than anything looks for them."""


@pytest.mark.parametrize("stores", [300, 12_000])
def test_a_year_as_it_is_planned_in_the_database(stores):
    year = lived(beginning_with_one(world(stores=stores)))
    assert list(faults(year)) == []

    placed = [drill for drill in year["drills"] if drill["at"] is not None]
    assert len(placed) > 0.8 * len(year["drills"]) > 25 * stores
    # One clerk a store: whoever was placed into a shift is called in it.
    assert Call.objects.count() == len(placed)
    assert all(draw_again(draw) for draw in Draw.objects.select_related("plan"))


def beginning_with_one(year):
    """The same world with stores as the database numbers them; the one in the place of 0 is nobody's."""
    stores = [{**store, "id": store["id"] + 1} for store in year["stores"]]
    plans = [{**plan, "audience": {store + 1 for store in plan["audience"]}} for plan in year["plans"]]
    nobodys = {**year["stores"][0], "id": 0}
    return {**year, "stores": [nobodys, *stores], "plans": plans, "by_name": {plan["name"]: plan for plan in plans}}


def lived(year):
    """The year with its runs, draws and drills, planned each midnight by what is known then."""
    chain = ChainFactory()
    regions = Region.objects.bulk_create(Region(chain=chain, code=f"R{n}", name=f"第{n}區") for n in range(22))
    names = {_plan(chain, regions, plan).pk: plan["name"] for plan in year["plans"]}
    found = {"runs": [], "draws": [], "drills": []}
    for n in range(DAYS):
        at = BEGINS + n * DAY
        known_until = number(shop_day(BEGINS)) + n // ROSTERS_EVERY * ROSTERS_EVERY + ROSTERS_UNTIL
        if n % ROSTERS_EVERY == 0:
            _rosters(year["stores"], known_until)
        _open_and_close(chain, regions, year["stores"][1:], shop_day(at), known_until)
        for plan, occurrence in due(at):
            if occurrence <= date.fromisoformat(year["last"]):
                _planned(found, year, names[plan], Plan.objects.get(pk=plan), occurrence, at)
    return {**year, **found}


def _plan(chain, regions, said):
    plan = drills.plan(
        chain,
        script=drills.drill_script(owner=chain, target_seconds=said["needs"]).work,
        seed=said["seed"],
        rule=said["rule"],
        starts_on=date.fromisoformat(said["starts"]),
        window_days=said["window_days"],
        hours_from=time.fromisoformat(said["from"]),
        hours_until=time.fromisoformat(said["until"]),
        gap_minutes=said["gap"],
        spare_holidays=said["spare_holidays"],
        period=said["period"],
        per_store=said["per_store"],
        per_shift=said["per_shift"],
        share=said["share"],
        live_since=BEGINS,
    )
    plan.chains.clear()
    plan.regions.set(regions[: said["regions"]])
    return plan


def _open_and_close(chain, regions, stores, today, known_until):
    """Stores come into the roster on the day on which they open, and are closed in it once that is told."""
    first = today == shop_day(BEGINS)
    opening = [store for store in stores if store["opens"] == str(today) or (first and store["opens"] < str(today))]
    _open(chain, regions, opening, today, known_until)
    for store in stores:
        if store["told"] == str(today):
            Store.objects.filter(pk=store["id"]).update(closed_on=store["closes"])


def _open(chain, regions, opening, today, known_until):
    """The stores with their clerk, their own days and the shifts that others know already."""
    at = datetime.combine(today, time(), SHOP)
    Store.objects.bulk_create(
        Store(
            pk=said["id"],
            chain=chain,
            region=regions[said["region"]],
            code=f"{said['id']:06d}",
            name="門市",
            closed_on=said["closes"] if said["told"] and said["told"] < str(today) else None,
        )
        for said in opening
    )
    clerks = Person.objects.bulk_create(
        Person(chain=chain, employee_number=f"{said['id']:06d}", name="林小華", joined_at=at) for said in opening
    )
    Posting.objects.bulk_create(
        Posting(person=clerk, store_id=said["id"], role="clerk", since=at - 30 * DAY)
        for clerk, said in zip(clerks, opening, strict=True)
    )
    Blackout.objects.bulk_create(
        Blackout(store_id=said["id"], first_on=first, last_on=last, made_at=at)
        for said in opening
        for first, last in set(said["blackouts"])
    )
    pairs = [(clerk.pk, said) for clerk, said in zip(clerks, opening, strict=True)]
    _write_shifts(pairs, range(number(today) - 2, known_until))


def _rosters(stores, known_until):
    """The next weeks' shifts of all who are there; and statistics, which a server counts by itself within minutes."""
    clerks = Posting.objects.values_list("person_id", "store_id")
    pairs = [(clerk, stores[store]) for clerk, store in clerks]
    _write_shifts(pairs, range(known_until - ROSTERS_EVERY, known_until))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {COUNTED}")


def _write_shifts(pairs, days):
    with connection.cursor() as cursor, cursor.copy(SHIFTS) as copy:
        for clerk, said in pairs:
            for since, until in (shift for day in days for shift in duties(said, day)):
                copy.write_row((clerk, said["id"], moment(since), moment(until)))


def number(day):
    """A day as the year's world numbers it."""
    return (day - EPOCH).days


def _planned(found, year, name, plan, occurrence, at):
    drawn_before = plan.draws.count()
    run = plan_run(plan=plan, occurrence=occurrence, at=at)
    found["runs"].append({"plan": name, "occurrence": str(occurrence)})
    if plan.draws.count() > drawn_before:
        draw = plan.draws.get(period_begins=plan.period_of(occurrence).begins)
        frame = {_region(year, stores): stores for stores in draw.frame.values()}
        drawn = {int(store): drills for store, drills in draw.drawn.items()}
        period = str(plan.period_of(occurrence))
        found["draws"].append({"plan": name, "period": period, "on": str(shop_day(at)), "frame": frame, "drawn": drawn})
    found["drills"] += [_drill(found, year, name, drill, at) for drill in run.store_drills.order_by("store")]


def _region(year, stores):
    return year["stores"][stores[0]]["region"]


def _drill(found, year, name, drill, at):
    store, day = year["stores"][drill.store_id], drill.at and str(shop_day(drill.at))
    return {
        "number": drill.pk,
        "plan": name,
        "occurrence": str(drill.run.occurrence),
        "planned_on": str(shop_day(at)),
        "store": drill.store_id,
        "at": drill.at and minute(drill.at),
        "reason": drill.unplaced,
        "sent": day is not None and store["opens"] <= day < (store["closes"] or "9"),
    }
