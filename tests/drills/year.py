"""A year of drills in an invented country, planned by the rules alone, and written down as plain data for the checker.

Stores open and close, have days without drills, and rosters of several kinds; plans compete for them. What comes out of
`planned` is one dictionary; days in it are texts like `2028-02-29`, moments minutes since 1970 in UTC.
"""

from collections import defaultdict
from datetime import date, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from drills.rules.calendar import Span, bands_between, national_holidays, period_of, span_of_days, windows
from drills.rules.drawing import draw, open_bands
from drills.rules.intervals import minute, moment
from drills.rules.placing import Ground, Moment, place
from drills.rules.quotas import check_foreseen, check_hours, foreseen, quota_of
from drills.rules.recurrence import check, occurrences, parse

DAY = timedelta(days=1)
AHEAD = 14 * DAY
"""A run is planned so long before its occurrence."""

EPOCH = date(1970, 1, 1)
REGIONS = 22

PLANS = [
    # Everybody twice a quarter, once in each band: the rule of fire drills.
    {"rule": "FREQ=WEEKLY;BYDAY=MO", "period": "quarter", "per_store": 2, "per_shift": 1, "share": 100},
    # The night, in two of three stores' weeks.
    {"rule": "FREQ=WEEKLY;BYDAY=MO,TH", "period": "month", "per_store": 1, "per_shift": 1, "share": 30,
     "window_days": 3, "from": "22:00", "until": "06:00", "gap": 120, "needs": 300},
    # Some regions often, by day, holidays too.
    {"rule": "FREQ=WEEKLY;BYDAY=TU", "period": "quarter", "per_store": 4, "per_shift": 2, "share": 90, "regions": 6,
     "window_days": 5, "from": "08:00", "until": "20:00", "gap": 240, "spare_holidays": False, "needs": 90},
    # One region in a narrow hour, every third day.
    {"rule": "FREQ=DAILY;INTERVAL=3", "period": "month", "per_store": 3, "per_shift": 3, "share": 50, "regions": 3,
     "window_days": 1, "from": "14:00", "until": "16:30", "gap": 90},
    # Begins and ends within the year, and within quarters.
    {"rule": "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20281031", "starts": "2028-03-15", "period": "quarter", "per_store": 2,
     "per_shift": 2, "share": 100, "regions": 12, "window_days": 10, "gap": 1440},
    # Only where a month has it, and over the hour in which clocks are changed.
    {"rule": "FREQ=MONTHLY;BYMONTHDAY=29,-1;COUNT=21", "period": "month", "per_store": 1, "per_shift": 1, "share": 10,
     "window_days": 1, "from": "01:00", "until": "04:00", "needs": 0},
    # Often where clocks are changed: every Sunday's small hours.
    {"rule": "FREQ=WEEKLY;BYDAY=SU", "period": "month", "per_store": 4, "per_shift": 4, "share": 100, "regions": 1,
     "window_days": 1, "from": "00:00", "until": "03:30", "spare_holidays": False},
]  # fmt: skip
USUAL = {
    "starts": "2028-01-01", "regions": REGIONS, "window_days": 7, "from": "00:00", "until": "00:00", "gap": 61,
    "spare_holidays": True, "needs": 180,
}  # fmt: skip

ROSTERS = ("none", "none", "none", "round", "round", "two", "holes", "every other week")
SHIFTS = {"none": (), "round": (6, 14, 22), "two": (7, 15), "holes": (6, 22), "every other week": (6, 14, 22)}


def world(*, stores, zone="Asia/Taipei", country="TW", seed="2028"):
    """What a planner finds: its stores, their own days and rosters, the holidays, the plans."""
    random = Random(seed)
    country_days = [day for year in (2028, 2029) for day in national_holidays(year, country)]
    found = [_store(random, number) for number in range(stores)]
    plans = [USUAL | plan | {"name": f"plan {n}", "zone": zone, "seed": f"{seed}{n}"} for n, plan in enumerate(PLANS)]
    for plan in plans:
        plan["audience"] = {store["id"] for store in found if store["region"] < plan["regions"]}
    return {
        "first": "2028-01-01",
        "last": "2028-12-31",
        "stores": found,
        "plans": plans,
        "by_name": {plan["name"]: plan for plan in plans},
        "holidays": {(day - EPOCH).days for day in country_days},
        "holiday_dates": frozenset(country_days),
        "duties": duties,
        "look_at": max(1, stores // 40),
    }


def _store(random, number):
    """Region sizes differ, a tenth of the stores opens or closes, a tenth has days of its own."""
    opens = str(date(2028, 1, 1) + random.randrange(366) * DAY) if random.random() < 0.05 else "2020-01-01"
    closes = date(2028, 1, 1) + random.randrange(366) * DAY if random.random() < 0.05 else None
    told = closes and closes - random.choice((5, 60)) * DAY
    own = [date(2028, 1, 1) + random.randrange(366) * DAY for _ in range(random.choice((0,) * 9 + (1, 3)))]
    return {
        "id": number,
        "region": min(int(random.expovariate(0.2)), REGIONS - 1),
        "opens": opens,
        "closes": closes and str(closes),
        "told": told and str(told),
        "blackouts": [(str(first), str(first + random.randrange(12) * DAY)) for first in own],
        "roster": random.choice(ROSTERS),
        "late": random.choice((0, 0, 20)),
    }


def duties(store, day):
    """The shifts of a store that begin on a day (its number): pairs of minutes."""
    return _duties(store["roster"], store["late"], day)


@cache
def _duties(roster, late, day):
    if roster == "every other week" and day // 7 % 2:
        return ()
    begins = ((day - 1) * 1440 + 16 * 60 + late + hour * 60 for hour in SHIFTS[roster])
    return tuple((at, at + 480) for at in begins)


def planned(year):
    """The year with its `runs`, `draws` and `drills`, in the order in which they were planned."""
    year = year | {"runs": [], "draws": [], "drills": []}
    runs = [(day, n, plan) for n, plan in enumerate(year["plans"]) for day in _occurrences(year, plan)]
    draws, placed = {}, defaultdict(list)
    for occurrence, _, plan in sorted(runs, key=lambda run: run[:2]):
        year["runs"].append({"plan": plan["name"], "occurrence": str(occurrence)})
        period = period_of(occurrence, plan["period"])
        if (plan["name"], period) not in draws:
            draws[plan["name"], period] = _draw(year, plan, period, occurrence - AHEAD)
        _run(year, plan, occurrence, draws[plan["name"], period], placed)
    return year


def _occurrences(year, plan):
    """Those of the year, after all that is checked before a plan starts."""
    rule, starts = parse(plan["rule"]), date.fromisoformat(plan["starts"])
    first, last = (date.fromisoformat(year[name]) for name in ("first", "last"))
    check(rule, starts)
    check_hours(**_hours(plan), gap_minutes=plan["gap"], needs_seconds=plan["needs"])
    check_foreseen(
        foreseen(rule, starts, plan["period"], first, last),
        per_store=plan["per_store"],
        per_shift=plan["per_shift"],
        bands=len(bands_between(**_hours(plan))),
    )
    return occurrences(rule, starts, first, last)


def _hours(plan):
    return {"hours_from": time.fromisoformat(plan["from"]), "hours_until": time.fromisoformat(plan["until"])}


def _draw(year, plan, period, on):
    frame = defaultdict(list)
    for store in year["stores"]:
        if store["id"] in plan["audience"] and store["opens"] <= str(on) and (store["closes"] or "9") > str(on):
            frame[store["region"]].append(store["id"])
    (one,) = foreseen(
        parse(plan["rule"]), date.fromisoformat(plan["starts"]), plan["period"], period.begins, period.ends
    )
    drawn = draw(
        seed=plan["seed"],
        period=period,
        frame=frame,
        share=plan["share"],
        per_store=quota_of(one, plan["per_store"]),
        per_shift=plan["per_shift"],
        occurrences=one.occurrences,
        bands=bands_between(**_hours(plan)),
    )
    kept = {store: [[str(drill.occurrence), list(drill.bands)] for drill in drills] for store, drills in drawn.items()}
    year["draws"].append(
        {"plan": plan["name"], "period": str(period), "on": str(on), "frame": dict(frame), "drawn": kept}
    )
    by_day = defaultdict(list)
    for store, drills in drawn.items():
        for drill in drills:
            by_day[drill.occurrence].append((store, drill))
    return by_day


def _run(year, plan, occurrence, drawn, placed):
    zone = ZoneInfo(plan["zone"])
    spans = windows(occurrence, plan["window_days"], **_hours(plan), zone=zone)
    ground = Ground.of(spans, year["holiday_dates"] if plan["spare_holidays"] else (), zone)
    days = [(occurrence + n * DAY - EPOCH).days for n in range(-1, plan["window_days"] + 2)]
    period = period_of(occurrence, plan["period"])
    for store, drill in drawn[occurrence]:
        one = year["stores"][store]
        spans_of_shifts, begun = _shifts(one["roster"], one["late"], tuple(days), plan["zone"])
        found = place(
            seed=plan["seed"],
            store=store,
            bands=open_bands(drill, _used(placed[store], plan, period), plan["per_shift"]),
            ground=ground,
            gap_minutes=plan["gap"],
            needs_seconds=plan["needs"],
            taken=_taken(placed[store], spans),
            blackouts=_blackouts(one, occurrence - AHEAD, zone),
            shifts=spans_of_shifts,
            planned=begun,
        )
        at = found.at if isinstance(found, Moment) else None
        if isinstance(found, Moment):
            placed[store].append((at, plan["gap"], plan["name"], period, found.band))
        year["drills"].append(
            {
                "number": len(year["drills"]),
                "plan": plan["name"],
                "occurrence": str(occurrence),
                "planned_on": str(occurrence - AHEAD),
                "store": store,
                "at": at and minute(at),
                "reason": "" if at else found.reason,
                "sent": at is not None and _open_at(one, at.astimezone(zone).date()),
            }
        )


def _used(drills, plan, period):
    return [band for _, _, name, of, band in drills if name == plan["name"] and of == period]


def _taken(drills, spans):
    """The store's other drills that are near enough to matter."""
    begins, ends = spans[0].begins - DAY, spans[-1].ends + DAY
    return [(at, gap) for at, gap, *_ in drills if begins < at < ends]


@cache
def _shifts(roster, late, days, zone):
    """The shifts that begin on these days, and the days of the shop on which they do."""
    spans = [Span(moment(since), moment(until)) for day in days for since, until in _duties(roster, late, day)]
    return spans, {span.begins.astimezone(ZoneInfo(zone)).date() for span in spans}


def _blackouts(store, on, zone):
    """The store's own days, and its end where it is known on this day."""
    days = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in store["blackouts"]]
    if store["closes"] and store["told"] <= str(on):
        closes = date.fromisoformat(store["closes"])
        days.append((closes, closes + 400 * DAY))
    return [span_of_days(first, last, zone) for first, last in days]


def _open_at(store, day):
    return store["opens"] <= str(day) and (store["closes"] or "9") > str(day)
