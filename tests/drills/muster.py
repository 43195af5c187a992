"""The world of a siege on drills, made in a process of its own (see `siege.py`): stores whose clerks are called within
a minute and a half, each with a phone."""

import json
import random
import sys
from datetime import timedelta
from typing import Any

from django.utils import timezone

from drills.models import Call, StoreDrill
from people.models import Absence, Chain, Person, Posting, Reach, Region, Role, Shift, Store
from people.shifts.rules import shop_day
from tests.factories.drills import plan, run

FIRST, LAST = 40, 120
"""Seconds from now between which the stores are alerted, each at a moment of its own."""


def main(said: str) -> None:
    """`said`: how many stores and clerks in each, where the push service is, the browsers' keys, a seed. Every
    twentieth clerk is on leave. Prints how many are called, and how many of them are away."""
    told: dict[str, Any] = json.loads(said)
    now, chance = timezone.now(), random.Random(told["seed"])
    chain = Chain.objects.create(slug="siege", name="圍城超商")
    region = Region.objects.create(chain=chain, code="R1", name="第一區")
    stores = Store.objects.bulk_create(
        Store(chain=chain, region=region, code=f"{n:06d}", name=f"第{n}門市") for n in range(told["stores"])
    )
    posted = [(store, number) for store in stores for number in range(told["clerks"])]
    people = Person.objects.bulk_create(
        Person(chain=chain, employee_number=f"{store.code}-{number}", name="林小華") for store, number in posted
    )
    places = list(zip(people, (store for store, _ in posted), strict=True))
    since = now - timedelta(days=9)
    Posting.objects.bulk_create(Posting(person=p, store=s, role=Role.CLERK, since=since) for p, s in places)
    Reach.objects.bulk_create(
        Reach(
            person=person,
            channel=Reach.Channel.WEB_PUSH,
            address=f"{told['service']}/{person.pk}",
            secrets=told["keys"],
            made_at=now,
            confirmed_at=now,
        )
        for person, _store in places
    )
    # On shift, whatever the hour is in which the proof is run: they are rung at once.
    Shift.objects.bulk_create(
        Shift(person=p, store=s, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=9))
        for p, s in places
    )
    away = places[::20]
    Absence.objects.bulk_create(
        Absence(person=p, store=s, starts_at=since, ends_at=now + timedelta(days=9)) for p, s in away
    )
    made = run(
        plan(chain, state="ended", spare_holidays=False),
        occurrence=shop_day(now),
        begins_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=6),
    )
    drills = StoreDrill.objects.bulk_create(
        StoreDrill(run=made, store=store, band="early", at=now + timedelta(seconds=chance.uniform(FIRST, LAST)))
        for store in stores
    )
    of_store = {drill.store_id: drill for drill in drills}
    Call.objects.bulk_create(
        Call(run=made, store_drill=of_store[s.pk], person=p, due_at=of_store[s.pk].at) for p, s in places
    )
    sys.stdout.write(f"{json.dumps({'called': len(places), 'away': len(away)})}\n")
