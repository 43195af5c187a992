"""Drills as rows: plans, runs, store drills and calls in whatever state a test needs. Written past the actions, which
would have to wait for a moment of the seed's choosing; `tests/drills/actions` goes through the actions."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from content.actions.freeze import freeze
from content.models import Edition, Work
from drills.models import Call, Plan, Run, StoreDrill
from drills.models.calls import ANSWERING, OPEN
from people.models import Chain, Person, Region, Store
from tests.content.script.alarm import alarm
from tests.factories.people import LONG_AGO, RegionFactory, StoreFactory, clerk

MONDAY = date(2026, 3, 2)
"""The day of a run that begins that day. No national holiday is near."""

BEGINS = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
"""The midnight of the shop with which `MONDAY` begins."""

ALERT = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
"""Tuesday at ten in the shop: a moment in the window of `run`."""

SEED = "5eed" * 8
RESULTS = {"completed": "passed", "missed": "missed", "excused": "excused", "aborted": "aborted"}


def drill_script(
    title: str = "迷路的長者", *, owner: Chain | None = None, target_seconds: int = 180, at: datetime = LONG_AGO
) -> Edition:
    """A published drill script of its own work, of difficulty 4."""
    body = alarm()
    body["drill"]["target_seconds"] = target_seconds
    for texts in body["texts"].values():
        texts["title"] = title
    work = Work.objects.create(kind=Work.Kind.DRILL, owner=owner)
    return freeze(work=work, body=body, by=None, at=at)


def plan(*audience: Chain | Region | Store, **fields: Any) -> Plan:
    """A live plan for these chains, regions and stores, owned by the chain of the first: twice a quarter, weeks from
    Monday."""
    first = audience[0]
    chain = first if isinstance(first, Chain) else first.chain
    said: dict[str, Any] = {
        "owner": chain,
        "title": "長者走失演練",
        "objective": "在一分鐘內說出要打給誰",
        "competency": "report",
        "seed": SEED,
        "rule": "FREQ=WEEKLY;BYDAY=MO",
        "starts_on": MONDAY,
        "state": Plan.State.LIVE,
        "made_at": LONG_AGO,
        **fields,
    }
    if said["state"] != Plan.State.DRAFT:
        said.setdefault("live_since", LONG_AGO)
    if "script" not in said:
        said["script"] = drill_script(owner=said["owner"]).work
    made = Plan.objects.create(**said)
    made.chains.set([one for one in audience if isinstance(one, Chain)])
    made.regions.set([one for one in audience if isinstance(one, Region)])
    made.stores.set([one for one in audience if isinstance(one, Store)])
    return made


def every_month(*audience: Chain | Region | Store, **fields: Any) -> Plan:
    """A plan that drills each of its stores once a month, in the week from the second on; in March that is from
    `MONDAY` on."""
    return plan(*audience, **{"rule": "FREQ=MONTHLY;BYMONTHDAY=2", "period": "month", "per_store": 1, **fields})


def staffed(region: Region | None = None, clerks: int = 1, **fields: Any) -> Store:
    """A store with so many clerks."""
    store: Store = StoreFactory(region=region or RegionFactory(), **fields)
    for _ in range(clerks):
        clerk(store)
    return store


def run(of: Plan, **fields: Any) -> Run:
    """A run of the plan, under way: seven days from `MONDAY`."""
    said: dict[str, Any] = {
        "occurrence": MONDAY,
        "begins_at": BEGINS,
        "ends_at": BEGINS + timedelta(days=7),
        "edition": of.script.current,
        "target_seconds": 180,
        "difficulty": 4,
        "state": Run.State.UNDER_WAY,
        "planned_at": LONG_AGO,
        **fields,
    }
    return Run.objects.create(plan=of, **said)


def store_drill(of: Run, store: Store, *, at: datetime | None = ALERT, **fields: Any) -> StoreDrill:
    """One store in the run, alerted at `at`."""
    return StoreDrill.objects.create(run=of, store=store, at=at, **{"band": "early" if at else "", **fields})


def call(of: StoreDrill, person: Person, *, state: str = "planned", **fields: Any) -> Call:
    """One person in the store drill, in any state; what a state needs (`sent_at`, `result`) is filled in."""
    said: dict[str, Any] = {"due_at": of.at, **fields}
    if state in ANSWERING or state == "completed":
        said.setdefault("sent_at", said["due_at"])
    if state in ("acknowledged", "in_progress", "completed"):
        said.setdefault("acknowledged_at", said["sent_at"] + timedelta(seconds=20))
    if state not in OPEN:
        said.setdefault("result", RESULTS.get(state, "passed"))
    return Call.objects.create(run=of.run, store_drill=of, person=person, state=state, **said)


def drill_of(*persons: Person, store: Store, state: str = "planned", at: datetime = ALERT) -> StoreDrill:
    """The smallest world: a live plan for the store, a run under way, the store's drill, and a call for each of these
    persons in `state`."""
    made = store_drill(run(plan(store)), store, at=at)
    for person in persons:
        call(made, person, state=state)
    return made
