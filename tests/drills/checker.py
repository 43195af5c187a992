"""Holds what a planner did in a year against the contract (docs/drills.md), and says every fault that it finds.

Shares no code with the planner: its days and minutes are `tests.drills.almanac`'s. What it reads is plain data, as a
planner would write it to a file (`tests.drills.year` says which).
"""

from collections import Counter, defaultdict
from hashlib import sha256

from tests.drills.almanac import (
    DAY,
    civil,
    day_number,
    days_of_rule,
    minute_of_day,
    month_length,
    shown,
    shown_before,
)

BANDS = {"early": range(360, 840), "late": range(840, 1320)}
FAR = 400
"""Days after the year in which a rule may show that it goes on."""


def faults(year):
    """Every fault, in words; a year without any gives none."""
    yield from _runs(year)
    yield from _draws(year)
    yield from _drills(year)
    yield from _moments(year)
    yield from _gaps(year)
    yield from _unplaced(year)


def _runs(year):
    """Each occurrence of each plan has its run, each period of a run one draw, and there is no other."""
    last = day_number(year["last"])
    periods = {(run["plan"], _period_name(_plan(year, run), run["occurrence"])) for run in year["runs"]}
    if sorted((draw["plan"], draw["period"]) for draw in year["draws"]) != sorted(periods):
        yield "the draws are not those of the periods with runs"
    for plan in year["plans"]:
        meant = [day for day in days_of_rule(plan["rule"], plan["starts"], last) if day >= day_number(year["first"])]
        made = sorted(day_number(run["occurrence"]) for run in year["runs"] if run["plan"] == plan["name"])
        if made != meant:
            yield f"{plan['name']}: the runs are not the rule's: {sorted(set(made) ^ set(meant))}"


def _draws(year):
    """The frame is the open stores, who is drawn has the lowest numbers, each has the quota on days of the period."""
    stores = {store["id"]: store for store in year["stores"]}
    for draw in year["draws"]:
        plan, name = _plan(year, draw), f"{draw['plan']} {draw['period']}"
        drawn_on = day_number(draw["on"])
        frame = {store for found in draw["frame"].values() for store in found}
        if frame != {s for s, store in stores.items() if s in plan["audience"] and _is_open(store, drawn_on)}:
            yield f"{name}: the frame is not the open stores of the audience"
        for region, found in draw["frame"].items():
            if {stores[store]["region"] for store in found} - {region}:
                yield f"{name}: the frame has stores of other regions under {region}"
            if {store for store in found if store in draw["drawn"]} != _lowest(plan, draw["period"], found):
                yield f"{name}: region {region} is not drawn by its lowest numbers"
        if not set(draw["drawn"]) <= frame:
            yield f"{name}: somebody is drawn who is not in the frame"
        yield from _quotas(plan, draw, name)


def _lowest(plan, period, stores):
    def number(store):
        return sha256(f"{plan['seed']}\n{period}\n{store}".encode()).hexdigest()

    share = (len(stores) * plan["share"] + 99) // 100
    return set(sorted(stores, key=number)[:share])


def _quotas(plan, draw, name):
    days, quota = _period(plan, draw["period"])
    for store, drills in draw["drawn"].items():
        occurrences = [day_number(occurrence) for occurrence, _ in drills]
        if len(drills) != quota or len(set(occurrences)) != quota or not set(occurrences) <= set(days):
            yield f"{name}: store {store} has {occurrences}, not {quota} of {days}"
        if max(Counter(bands[0] for _, bands in drills).values()) > plan["per_shift"]:
            yield f"{name}: store {store} is drawn for one band too often"


def _period(plan, period):
    """The occurrences of a period, and how many of them a store has."""
    begins, ends = period.split("..")
    first = day_number(f"{begins}-1")
    last = day_number(f"{ends}-1") + month_length(*map(int, ends.split("-"))) - 1
    days = days_of_rule(plan["rule"], plan["starts"], last + FAR)
    inside = [day for day in days if first <= day <= last]
    whole = day_number(plan["starts"]) <= first and days[-1] > last
    return inside, plan["per_store"] if whole else min(plan["per_store"], len(inside))


def _drills(year):
    """Each drawn drill is there once, none besides, and no band has more of them than it may."""
    wanted = Counter(
        (draw["plan"], occurrence, store)
        for draw in year["draws"]
        for store, drills in draw["drawn"].items()
        for occurrence, _ in drills
    )
    made = Counter((drill["plan"], drill["occurrence"], drill["store"]) for drill in year["drills"])
    for key in (wanted - made) | (made - wanted):
        yield f"{key} is drilled {made[key]} times, not {wanted[key]}"
    for (name, period, store), used in _used(year, year["drills"]).items():
        for band, times in used.items():
            if times > _plan(year, {"plan": name})["per_shift"]:
                yield f"{name} {period}: store {store} is drilled {times} times in {band}"


def _used(year, drills):
    """By plan, period and store, how often each band was used."""
    used = defaultdict(Counter)
    for drill in drills:
        if drill["at"] is not None:
            plan = _plan(year, drill)
            used[plan["name"], _period_name(plan, drill["occurrence"]), drill["store"]][_band(plan, drill["at"])] += 1
    return used


def _period_name(plan, occurrence):
    length = {"month": 1, "quarter": 3}[plan["period"]]
    year, month, _ = civil(day_number(occurrence))
    first = (month - 1) // length * length + 1
    return f"{year}-{first:02}..{year}-{first + length - 1:02}"


def _band(plan, minute):
    hour = shown(plan["zone"], minute)[1]
    return next((band for band, hours in BANDS.items() if hour in hours), "night")


def _moments(year):
    """Each moment is one that its plan allows at its store."""
    for drill in year["drills"]:
        if drill["at"] is None:
            continue
        why = _refused(year, _plan(year, drill), drill, drill["at"])
        if why:
            yield f"{drill['plan']} {drill['occurrence']}: store {drill['store']} is alerted at {drill['at']}: {why}"
        store = year["stores"][drill["store"]]
        if drill["sent"] is not _is_open(store, shown(_plan(year, drill)["zone"], drill["at"])[0]):
            yield f"{drill['plan']} {drill['occurrence']}: store {drill['store']} is closed, or was left out"


def _refused(year, plan, drill, minute):
    """Why a store must not be alerted in a run at a minute; None where it may be."""
    day, hour = shown(plan["zone"], minute)
    store, ends = year["stores"][drill["store"]], minute + plan["needs"] / 60
    if not _in_hours(plan, day_number(drill["occurrence"]), day, hour):
        return "not in the hours"
    if shown_before(plan["zone"], minute):
        return "clocks show it for the second time"
    if plan["spare_holidays"] and day in year["holidays"]:
        return "a holiday"
    last_shown = shown(plan["zone"], max(minute, int(-(-ends // 1)) - 1))[0]
    for first, last in store["blackouts"]:
        if day_number(first) <= day <= day_number(last) or day < day_number(first) <= last_shown:
            return "a blackout"
    known = store["closes"] and day_number(store["told"]) <= day_number(drill["planned_on"])
    if known and last_shown >= day_number(store["closes"]):
        return "closed by then"
    return None if _somebody(year, plan, store, day, minute, ends) else "nobody has the time"


def _in_hours(plan, occurrence, day, hour):
    begins, ends = minute_of_day(plan["from"]), minute_of_day(plan["until"])
    days = range(occurrence, occurrence + plan["window_days"])
    if begins < ends:
        return day in days and begins <= hour < ends
    return (day in days and hour >= begins) or (day - 1 in days and hour < ends)


def _somebody(year, plan, store, day, minute, ends):
    around = [duty for n in (-1, 0, 1) for duty in year["duties"](store, day + n)]
    there = [until for since, until in around if since <= minute < until]
    if there:
        return max(there) >= ends
    return not any(shown(plan["zone"], since)[0] == day for since, _ in around)


def _gaps(year):
    """Between two drills of a store lies the wider gap of their plans."""
    by_store = defaultdict(list)
    for drill in year["drills"]:
        if drill["at"] is not None:
            by_store[drill["store"]].append((drill["at"], _plan(year, drill)["gap"]))
    for store, drills in by_store.items():
        drills.sort()
        for n, (at, gap) in enumerate(drills):
            for after, other in drills[n + 1 :]:
                if after - at >= DAY:
                    break
                if after - at < max(gap, other):
                    yield f"store {store} is alerted at {at} and again {after - at} minutes later"


def _unplaced(year):
    """Where no moment was found there was none: every minute of the run is tried, with what was placed before."""
    before = defaultdict(list)
    for drill in year["drills"]:
        earlier = before[drill["store"]]
        if drill["at"] is None and drill["number"] % year["look_at"] == 0:
            minute = _overlooked(year, _plan(year, drill), drill, earlier)
            if minute is not None:
                yield f"{drill['plan']} {drill['occurrence']}: store {drill['store']} has room at {minute}"
        earlier.append(drill)


def _overlooked(year, plan, drill, earlier):
    key = (plan["name"], _period_name(plan, drill["occurrence"]), drill["store"])
    used = _used(year, earlier)[key]
    taken = [(other["at"], _plan(year, other)["gap"]) for other in earlier if other["at"] is not None]
    occurrence = day_number(drill["occurrence"])
    for minute in range((occurrence - 1) * DAY, (occurrence + plan["window_days"] + 2) * DAY):
        if (
            _in_hours(plan, occurrence, *shown(plan["zone"], minute))
            and used[_band(plan, minute)] < plan["per_shift"]
            and all(abs(minute - at) >= max(gap, plan["gap"]) for at, gap in taken)
            and _refused(year, plan, drill, minute) is None
        ):
            return minute
    return None


def _plan(year, of):
    return year["by_name"][of["plan"]]


def _is_open(store, day):
    return day_number(store["opens"]) <= day and (not store["closes"] or day < day_number(store["closes"]))
