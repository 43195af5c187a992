"""An announced drill stands on today's page of those whom it calls; any other is nobody's to know."""

from datetime import timedelta

import pytest
from django.utils import timezone

from drills.models import Call, Run
from drills.queries.ringing import before
from people.shifts.rules import SHOP
from tests.factories.drills import call, plan, run, store_drill
from tests.factories.people import StoreFactory, clerk

pytestmark = pytest.mark.django_db
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def now():
    return timezone.now().replace(second=0, microsecond=0)


def coming(person, at):
    return before(person, at).coming


def called(person, at, *, announced=True, **fields):
    store = person.postings.get().store
    made = run(plan(store, announced=announced), state="planned", begins_at=at - DAY, ends_at=at + DAY)
    return call(store_drill(made, store, at=at), person, **fields)


def test_it_works(client, now):
    alice, bob = clerk(StoreFactory()), clerk(StoreFactory())
    called(alice, now + 2 * DAY)
    called(alice, now + DAY)
    client.force_login(alice)
    page = client.get("/").content.decode()
    assert "公布的演練" in page
    first, second = (f"{(now + days * DAY).astimezone(SHOP):%H:%M}</time>" for days in (1, 2))
    assert page.count(first) == 2, "the same hour of two days"
    assert second in page
    assert [drill.at for drill in coming(alice, now)] == [now + DAY, now + 2 * DAY]
    client.force_login(bob)
    assert "公布的演練" not in client.get("/").content.decode()


@pytest.mark.parametrize("why", ["secret", "later", "over", "cancelled", "sent", "excused"])
def test_nothing_else_stands_there(now, why):
    alice = clerk(StoreFactory())
    at = {"later": now + 3 * DAY + MINUTE, "over": now}.get(why, now + DAY)
    called(alice, at, announced=why != "secret", state=why if why in ("sent", "excused") else "planned")
    if why == "cancelled":
        Run.objects.update(state="cancelled")
    assert coming(alice, now) == []


def test_a_make_up_is_not_announced(now):
    alice = clerk(StoreFactory())
    first = called(alice, now - 5 * DAY, state="missed")
    call(first.store_drill, alice, state="planned", due_at=now + DAY, makeup_of=first)
    assert Call.objects.filter(due_at__gt=now).count() == 1
    assert coming(alice, now) == []


def test_its_title_is_in_the_readers_language(now):
    alice = clerk(StoreFactory())
    alice.language = "en"
    made = called(alice, now + DAY)
    script = made.run.plan.script
    script.titles = {**script.titles, "en": "The lost elder"}
    script.save()
    (drill,) = coming(alice, now)
    assert drill.title == "The lost elder"
    assert drill.store == made.store_drill.store.name


@pytest.mark.parametrize("many", [1, 3])
def test_todays_page_takes_two_queries_however_many_there_are(client, now, many, django_assert_num_queries):
    alice = clerk(StoreFactory())
    for hours in range(many):
        called(alice, now + DAY + timedelta(hours=hours))
    client.force_login(alice)
    client.get("/")
    with django_assert_num_queries(4):
        client.get("/")
