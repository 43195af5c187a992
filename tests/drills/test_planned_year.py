"""A year planned day by day in the database, as time drives it, held against the contract by the same checker as the
year of the rules: what the statements find of shifts, blackouts and other drills is what is there."""

from datetime import date, datetime, time, timedelta

import pytest

from drills.actions.planning import plan_run
from drills.models import Blackout, Call, Draw, Plan
from drills.queries.draws import draw_again
from drills.queries.occurrences import due
from drills.rules.intervals import minute, moment
from people.models import Person, Posting, Region, Shift, Store
from people.shifts.rules import SHOP, shop_day
from tests.drills.checker import faults
from tests.drills.year import duties, world
from tests.factories import drills
from tests.factories.people import ChainFactory

pytestmark = [pytest.mark.django_db, pytest.mark.prove, pytest.mark.timeout(3000)]
DAY, EPOCH = timedelta(days=1), date(1970, 1, 1)
BEGINS = datetime(2027, 12, 1, tzinfo=SHOP)


def test_a_year_as_it_is_planned_in_the_database():
    year = lived(beginning_with_one(world(stores=300)))
    assert list(faults(year)) == []

    placed = [drill for drill in year["drills"] if drill["at"] is not None]
    assert len(placed) > 0.8 * len(year["drills"]) > 8_000
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
    for n in range(396):
        at = BEGINS + n * DAY
        _open_and_close(chain, regions, year["stores"][1:], shop_day(at))
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


def _open_and_close(chain, regions, stores, today):
    """Stores come into the roster on the day on which they open, and are closed in it once that is told."""
    first = today == shop_day(BEGINS)
    for said in stores:
        opens = date.fromisoformat(said["opens"])
        if opens == today or (first and opens < today):
            _open(chain, regions[said["region"]], said, today)
        if said["told"] and (said["told"] == str(today) or (first and said["told"] < str(today))):
            Store.objects.filter(pk=said["id"]).update(closed_on=said["closes"])


def _open(chain, region, said, today):
    at = datetime.combine(today, time(), SHOP)
    code = f"{said['id']:06d}"
    store = Store.objects.create(pk=said["id"], chain=chain, region=region, code=code, name=code)
    if said["told"] and said["told"] < str(today):
        Store.objects.filter(pk=store.pk).update(closed_on=said["closes"])
    clerk = Person.objects.create(chain=chain, employee_number=code, name="林小華", joined_at=at)
    Posting.objects.create(person=clerk, store=store, role="clerk", since=at - 30 * DAY)
    Blackout.objects.bulk_create(
        [Blackout(store=store, first_on=first, last_on=last, made_at=at) for first, last in set(said["blackouts"])]
    )
    days = range((today - EPOCH).days - 2, (date(2029, 1, 20) - EPOCH).days)
    Shift.objects.bulk_create(
        Shift(person=clerk, store=store, starts_at=moment(since), ends_at=moment(until))
        for day in days
        for since, until in duties(said, day)
    )


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
