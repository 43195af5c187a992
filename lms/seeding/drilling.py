"""The demo's drills: two plans that go on by themselves, and a first run of the last days, through the actions, with
answers, misses, what somebody saw and what a store took away."""

import uuid
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random

from content.loading.files import key_of
from content.models import Work, script_of
from drills.actions.answering import acknowledge, conclude
from drills.actions.arming import arm
from drills.actions.dispatching import send_due
from drills.actions.following import end_run, miss
from drills.actions.making_up import make_up
from drills.actions.observing import MARKS, Seen, debrief, learn, observe, owe_action
from drills.actions.planning import plan_run
from drills.actions.plans import Terms, go_live, keep_plan
from drills.models import Call, Plan, Run, StoreDrill
from drills.models.calls import PATIENCE
from drills.rules.calendar import period_of
from lms.seeding.plans import told
from lms.seeding.playing import Player
from people.models import Chain, Person, Posting, Role, Store
from people.shifts.rules import SHOP, shop_day

FIRST, SECOND, THIRD = "drill-lost-elder", "drill-scam-elder", "drill-child-late-night"
REMEDY = "remedy-reporting"
DAYS = 3
"""So many days the first run lasted: those of which the demo has shifts."""

SHARE_ANSWERED, SHARE_WATCHED, FIRST_SKILL, SKILL = 0.86, 0.5, 0.55, 0.9
QUARTERS = 3
"""So many before the running one."""
LESSONS = ("小卡要放在收銀機旁邊，才來得及看。", "先請他坐下，後面就順了。", "五句通報要先講門市地址。")
TO_MEND = ("把小卡換到收銀機旁邊", "晚班和大夜交接時，說一次「看、問、留、撥」")
NOTES = ("聲音放得很輕，客人願意坐下來。", "一開始有點慌，看了小卡就順了。", "")


def drill(now: datetime, rng: Random, *, year: bool) -> None:
    """Let the programme's trainer plan for each chain and for all, and the first runs be over; with `year` some stores
    have been drilled in each quarter before."""
    trainer = Person.objects.get(chain=None, employee_number=told()["sign_ins"]["trainer"]["number"])
    first_day = shop_day(now) - timedelta(days=DAYS)
    before = datetime.combine(first_day, time(), SHOP) - timedelta(hours=12)
    for chain in Chain.objects.order_by("pk"):
        said = {"title": "長者走失", "competency": "report", "starts_on": first_day, "window_days": DAYS}
        first = _plan(trainer, FIRST, before, chain, **said)
        _run(plan_run(plan=first, occurrence=first_day, at=before), now, rng)
    if year:
        _year(trainer, now, rng)
    later = shop_day(now) + timedelta(days=2)
    _plan(trainer, SECOND, before, None, title="買點數的阿嬤", competency="risk", starts_on=later)


def _year(trainer: Person, now: datetime, rng: Random) -> None:
    """The stores of the home chain that the world tells of were drilled in each of the last quarters: ever better."""
    chain = Chain.objects.get(slug=told()["chains"][0]["slug"])
    stores = Store.objects.filter(chain=chain, code__in=[store["code"] for store in told()["chains"][0]["stores"]])
    quarter = period_of(shop_day(now), "quarter")
    quarters = [quarter]
    for _ in range(QUARTERS):
        quarter = period_of(quarter.begins - timedelta(days=1), "quarter")
        quarters.insert(0, quarter)
    before = datetime.combine(quarters[0].begins, time(), SHOP) - timedelta(hours=12)
    said: dict[str, object] = {
        "title": "每季一次：深夜的孩子",
        "competency": "empathy",
        "starts_on": quarters[0].begins,
        "per_store": 1,
        # Who failed a year ago is not to mend it today.
        "remedy": None,
    }
    plan = _plan(trainer, THIRD, before, chain, stores=list(stores), rule="FREQ=MONTHLY;INTERVAL=3", **said)
    for number, quarter in enumerate(quarters):
        over = datetime.combine(quarter.begins + timedelta(days=8), time(), SHOP)
        if over < now:
            run = plan_run(plan=plan, occurrence=quarter.begins, at=over - timedelta(days=9))
            _play(run, over, rng, skill=FIRST_SKILL + number * (SKILL - FIRST_SKILL) / QUARTERS)
            end_run(run_id=run.pk, at=over)


def _plan(trainer: Person, script: str, at: datetime, owner: Chain | None, **said: object) -> Plan:
    reach = {} if "stores" in said else {"chains": [owner] if owner else list(Chain.objects.all())}
    remedy = Work.objects.filter(pk=key_of(REMEDY)).first()
    terms = Terms(
        objective="在時間內判對等級、打對電話，用五句話報出去",
        script=Work.objects.get(pk=key_of(script)),
        **{"window_days": 7, "rule": "FREQ=WEEKLY", "remedy": remedy, **reach, **said},  # type: ignore[arg-type]  # the action checks
    )
    plan = keep_plan(terms=terms, owner=owner, by=trainer, at=at)
    return go_live(plan=plan, by=trainer, at=at)


def _run(run: Run, now: datetime, rng: Random) -> None:
    """What happened in it and followed from it."""
    _play(run, now, rng, skill=SKILL)
    make_up(run_id=run.pk, at=now)
    if run.ends_at + PATIENCE < now:
        end_run(run_id=run.pk, at=now)


def _play(run: Run, now: datetime, rng: Random, *, skill: float) -> None:
    """A run, moment by moment, as the worker would have done it, and what the stores said of it."""
    moments = run.store_drills.exclude(at=None).order_by("at").values_list("at", flat=True)
    for moment in [at for at in dict.fromkeys(moments) if at <= now - PATIENCE]:
        arm(run_id=run.pk, at=moment - timedelta(minutes=30))
        send_due(run_id=run.pk, at=moment)
        for call in Call.objects.filter(run=run, sent_at=moment).select_related("person").order_by("pk"):
            _answer(call, rng, skill)
        miss(run_id=run.pk, at=moment + PATIENCE + timedelta(minutes=1))
    for drill in _answered(run):
        _review(drill, rng)


def _answer(call: Call, rng: Random, skill: float) -> None:
    if rng.random() > SHARE_ANSWERED or call.sent_at is None:
        return
    at = call.sent_at + timedelta(seconds=rng.randint(6, 95))
    acknowledge(call=call, person=call.person, tapped_at=at, skew=0.0, at=at)
    player = Player(call.person, skill, rng)
    attempt = player.plays(call.run.edition_id, call.purpose, at + timedelta(seconds=2), skill=skill)
    conclude(attempt_id=attempt.pk, at=attempt.ended_at)


def _answered(run: Run) -> Iterator[StoreDrill]:
    drills = run.store_drills.filter(calls__acknowledged_at__isnull=False).distinct().order_by("at", "pk")
    yield from drills.select_related("store", "run")


def _review(drill: StoreDrill, rng: Random) -> None:
    """A manager who was not called has watched, and the store has talked about it."""
    called = drill.calls.values("person")
    watchers = Posting.objects.filter(role=Role.MANAGER, store=drill.store, until=None).exclude(person__in=called)
    posting = watchers.select_related("person").order_by("pk").first()
    if posting is None or drill.at is None or rng.random() > SHARE_WATCHED:
        return
    manager, at = posting.person, drill.at + timedelta(minutes=40)
    lines = script_of(drill.run.edition_id).drill
    marks = {line.id: rng.choices(MARKS, (8, 2, 1))[0] for line in (lines.expected if lines else ())}
    seen = Seen(uuid.UUID(int=rng.getrandbits(128), version=4), marks, rng.choice(NOTES), at)
    observe(store_drill=drill, observer=manager, seen=seen, at=at)
    learn(store_drill=drill, text=rng.choice(LESSONS), at=at)
    debrief(store_drill=drill, by=manager, at=at)
    due = shop_day(at) + timedelta(days=14)
    owe_action(store_drill=drill, text=rng.choice(TO_MEND), owner=manager, due_on=due, by=manager, at=at)
