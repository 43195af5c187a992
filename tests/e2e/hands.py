"""What is done behind the scenes, on the running site's database and through its own actions. Runs in a process of the
site's (`Backstage` starts it and asks it); each hand takes and answers what JSON can say."""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.test import Client
from django.utils import timezone

from content.loading.files import key_of
from content.models import Edition, ScenarioPage, Work
from content.rules import SOURCE_LOCALE
from courses.actions import assign
from drills.actions import making_up
from drills.actions.answering import excuse
from drills.actions.calling import derive_calls
from drills.actions.dispatching import send_due
from drills.actions.following import miss
from drills.actions.planning import plan_run
from drills.actions.plans import Terms, go_live, keep_plan
from drills.models import Call, Plan, StoreDrill
from lms.seeding.living import Life, Living
from outbox import actions as outbox
from outbox.models import Owed
from people.actions import hire as hire_person
from people.actions import post
from people.joining.posters import make_posters
from people.joining.starting import give_start_codes
from people.models import Chain, JoinPoster, Notice, Person, Reach, Region, Role, Store
from people.models.organisation import PROGRAMME
from people.shifts.presence.actions import come_on
from people.shifts.rules import shop_day

PASSWORD = "street-lamps-at-two"
CHAIN, REGION, STORE = "wutai", "B1", "B001"
ABOVE_STORES = {Role.SUPERVISOR: REGION, Role.HR: "chain", Role.AUDITOR: "chain", Role.TRAINER: "programme"}
A_YEAR_AGO, LATELY = timedelta(days=400), timedelta(hours=4)
# Posted long enough ago for a year's course to be walked and half forgotten.
LEARNED_FOR = timedelta(days=120)
SETTLED_WITHIN = 60.0


def hire(
    *, role: str, language: str, name: str, chain: str = CHAIN, scope: str = "", password: bool = False, fate: str = ""
) -> dict[str, str]:
    """Somebody of a test's own, signed in (`cookie` is a session); in the tests' own store where no scope is named.

    `fate` is one of `lms.seeding.living`: what they have learned; "" has come four hours ago and learned nothing.
    """
    since = timezone.now() - (LEARNED_FOR if fate else LATELY)
    home = _home(chain)
    where = _scope(home, scope or ABOVE_STORES.get(Role(role), STORE))
    person = hire_person(
        chain=None if where is None else home,
        employee_number=f"E{Person.objects.filter(employee_number__startswith='E').count() + 1:04}",
        name=name,
        by=None,
        password=PASSWORD if password else None,
        language=language,
        at=since,
    )
    post(person=person, role=Role(role), scope=where, by=None, at=since)
    _settle()
    if fate:
        course = Work.objects.certifying().select_related("current").get(owner=None)
        Living(course, timezone.now()).live(Life(person.pk, fate, 1, person.pk))
        _settle()
    return _signed_in(person) | {"password": PASSWORD if password else ""}


def session(*, chain: str, employee_number: str) -> dict[str, str]:
    """One of the demo's persons, signed in."""
    return _signed_in(_person(chain, employee_number))


def invite(*, language: str, name: str) -> dict[str, str]:
    """A clerk who has never been here; the password is a start code."""
    told = hire(role=Role.CLERK, language=language, name=name)
    person = _person(told["chain"], told["employee_number"])
    return told | {"cookie": "", "password": give_start_codes(persons=[person], by=None)[person.pk]}


def poster(*, chain: str = CHAIN, scope: str = STORE) -> str:
    """The token of a store's poster: of the tests' own, where none is named."""
    store = _scope(_home(chain), scope)
    assert isinstance(store, Store)
    make_posters(stores=[store], by=None)
    return JoinPoster.objects.get(store=store, replaced_at=None).token


def edition(*, sha256: str) -> Any:
    """An edition's body."""
    return Edition.objects.get(pk=sha256).read()


def current(*, title: str) -> dict[str, Any]:
    """The current edition of the work whose Chinese title begins so."""
    work = Work.objects.select_related("current").get(**{"titles__zh-Hant__startswith": title})
    assert work.current is not None
    return {"number": work.current.number, "sha256": work.current.pk}


def page(*, title: str) -> int:
    """The Chinese page of the scenario whose title begins so."""
    return ScenarioPage.objects.get(title__startswith=title, locale__language_code=SOURCE_LOCALE).pk


def latest_notice(*, chain: str, employee_number: str) -> int:
    """The last that a person was told."""
    return Notice.objects.filter(person=_person(chain, employee_number)).latest("pk").pk


def reaches(*, address: str) -> list[list[str]]:
    """Web push endpoints that begin so, in the order in which they came: [employee number, endpoint, why it ended]."""
    rows = Reach.objects.filter(channel=Reach.Channel.WEB_PUSH, address__startswith=address).order_by("pk")
    return [list(row) for row in rows.values_list("person__employee_number", "address", "ended_because")]


def ring(
    *, chain: str, employee_number: str, title: str, minutes: int = 0, says: bool = True, remedy: str = ""
) -> dict[str, Any]:
    """Let a drill come to this person's store through plan, run and dispatch; `minutes` ago. Its own moment would be a
    random one within a day. `says`: the person has said to be there; `remedy` is the slug of a course of the
    programme's."""
    person, at = _person(chain, employee_number), timezone.now() - timedelta(minutes=minutes)
    store = person.postings.get(until=None).store
    script = Work.objects.get(**{"titles__zh-Hant__startswith": title, "kind": Work.Kind.DRILL})
    terms = Terms(
        title=title,
        objective="在時間內報出去",
        competency="report",
        script=script,
        remedy=Work.objects.get(pk=key_of(remedy)) if remedy else None,
        stores=[store],
        rule="FREQ=DAILY;COUNT=2",
        starts_on=shop_day(at),
        window_days=1,
        per_store=2,
        per_shift=2,
        spare_holidays=False,
    )
    before = at - timedelta(minutes=10)
    plan = go_live(plan=keep_plan(terms=terms, owner=store.chain, by=None, at=before), by=None, at=before)
    # A plan plans no window that began before it was live.
    Plan.objects.filter(pk=plan.pk).update(live_since=at - timedelta(days=2))
    # The tests' store is drilled several times within an hour, which no shop ever is.
    earlier = timedelta(hours=3, minutes=minutes)
    StoreDrill.objects.filter(store=store, at__isnull=False).update(at=F("at") - earlier)
    sent = Call.objects.filter(store_drill__store=store, sent_at__isnull=False).exclude(result="")
    sent.update(due_at=F("due_at") - earlier, sent_at=F("sent_at") - earlier)
    if says:
        come_on(person=person, store=store, hours=8, at=before)
    run = plan_run(plan=plan, occurrence=shop_day(at), at=before)
    StoreDrill.objects.filter(run=run).update(at=at, unplaced="", band="late")
    drill = StoreDrill.objects.get(run=run)
    derive_calls([drill.pk])
    Call.objects.filter(run=run).update(due_at=at, state=Call.State.ARMED)
    send_due(run_id=run.pk, at=at)
    _settle()
    calls = dict(Call.objects.filter(run=run).values_list("person__employee_number", "pk"))
    by_number = {number: str(pk) for number, pk in calls.items()}
    return {"call": by_number[employee_number], "drill": drill.pk, "run": run.pk, "calls": by_number}


def excuse_others(*, call: str) -> int:
    """Whoever else is called in the same drill could not; how many that are."""
    mine = Call.objects.get(pk=call)
    others = list(Call.objects.filter(store_drill=mine.store_drill_id, result="").exclude(pk=call))
    for other in others:
        excuse(call=other, by=mine.person)
    return len(others)


def make_up(*, call: str) -> str:
    """A call that nobody answered is missed, as it will be within the minute; its make-up, which comes on one of many
    days, comes now."""
    run, now = Call.objects.get(pk=call).run_id, timezone.now()
    miss(run_id=run, at=now)
    making_up.make_up(run_id=run, at=now)
    makeup = Call.objects.get(makeup_of=call)
    Call.objects.filter(pk=makeup.pk).update(due_at=now, state=Call.State.ARMED)
    send_due(run_id=run, at=now)
    _settle()
    return str(makeup.pk)


def call(*, pk: str) -> dict[str, Any]:
    """How a call stands."""
    found = Call.objects.get(pk=pk)
    told = {"state": found.state, "result": found.result, "excuse": found.excuse}
    return {**told, "phone_timed": found.phone_timed}


HANDS: dict[str, Callable[..., Any]] = {
    hand.__name__: hand
    for hand in (
        hire,
        session,
        invite,
        poster,
        edition,
        current,
        page,
        latest_notice,
        reaches,
        ring,
        excuse_others,
        make_up,
        call,
    )
}


def serve() -> None:
    """For each line that comes, `[hand, {argument: value}]`, do it and answer with a line."""
    # What anybody else prints is no answer.
    with os.fdopen(os.dup(1), "w") as answers:
        os.dup2(2, 1)
        for line in sys.stdin:
            name, told = json.loads(line)
            answers.write(json.dumps(HANDS[name](**told)) + "\n")
            answers.flush()


def _person(chain: str, employee_number: str) -> Person:
    home = Chain.objects.filter(slug=chain).first()
    return Person.objects.get(chain=home, employee_number=employee_number)


def _signed_in(person: Person) -> dict[str, str]:
    client = Client()
    client.force_login(person)
    return {
        "chain": person.chain.slug if person.chain else PROGRAMME,
        "employee_number": person.employee_number,
        "name": person.name,
        "cookie": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }


def _home(slug: str) -> Chain:
    """The chain of that name; the tests' own is founded when it is first asked for."""
    chain, new = Chain.objects.get_or_create(slug=slug, defaults={"name": "舞台便利"})
    if new:
        region = Region.objects.create(chain=chain, code=REGION, name="後臺區")
        Store.objects.create(chain=chain, region=region, code=STORE, name="布景門市", address="臺北市大同區布景街 1 號")
        for course in Work.objects.certifying().filter(owner=None):
            assign(course=course, chain=chain, by=None, at=timezone.now() - A_YEAR_AGO)
    return chain


def _scope(chain: Chain, code: str) -> Store | Region | Chain | None:
    if code == "programme":
        return None
    if code == "chain":
        return chain
    return chain.stores.filter(code=code).first() or chain.regions.get(code=code)


def _settle() -> None:
    """See to it that nothing is owed that is due, whoever does it."""
    end = time.monotonic() + SETTLED_WITHIN
    while Owed.objects.filter(state=Owed.State.DUE, due_at__lte=timezone.now()).exists():
        assert time.monotonic() < end, "something is owed and nobody does it"
        if not outbox.drain(seconds=SETTLED_WITHIN):
            time.sleep(0.05)
