"""A call that rings is the alert: in the inbox, on the bell, in what goes outside."""

from datetime import timedelta

import pytest
from django.utils import timezone

from drills.actions.answering import acknowledge
from drills.alerting import one, standing
from drills.models import Call
from drills.queries.tellings import calling
from outbox.actions import drain
from people.channels.table import channels
from people.factors.queries import person_of
from people.models import Notice
from people.notices.actions import choose
from people.notices.alerting import alert_all
from people.notices.keeping import kept_inbox
from people.notices.rules import Choice, Quiet
from tests.factories.drills import call, drill_of, plan, run, store_drill
from tests.factories.notices import by_push, noticed
from tests.factories.people import StoreFactory, clerk

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def alice():
    return clerk(StoreFactory(), "王小明")


def rung(person, at, **fields):
    """A call of a person that rang at `at`."""
    store = person.postings.get().store
    made = run(plan(store), begins_at=at - DAY, ends_at=at + DAY)
    return call(store_drill(made, store, at=at), person, state="sent", **({"due_at": at, "sent_at": at} | fields))


def test_the_inbox_says_first_what_rings_and_leads_there(client, alice, now):
    rung(clerk(StoreFactory()), now)
    made = rung(alice, now - MINUTE)
    noticed(alice, at=now)
    client.force_login(alice)
    page = client.get("/notices/").content.decode()
    assert page.count('href="/drill/') == 1
    assert page.index(f'href="/drill/{made.pk}/"') < page.index("新的課程：門市關懷前線")
    assert ("【演練】現在開始：" in page, "2 則還沒看" in page, "data-read-all" in page) == (True, True, True)
    assert 'data-unread="2"' in page


def test_a_tap_in_the_drill_answers_it_and_reading_all_does_not(client, alice, now):
    made = rung(alice, now)
    client.force_login(alice)
    assert "data-read-all" not in client.get("/notices/").content.decode()
    client.post("/notices/read/")
    assert person_of(alice.pk).unread == 1
    acknowledge(call=made, person=alice, at=now + MINUTE)
    assert person_of(alice.pk).unread == 0
    page = client.get("/notices/").content.decode()
    assert (f'href="/drill/{made.pk}/"' in page, "都看過了。" in page) == (True, True)


def test_what_is_over_alerts_nobody(alice, now):
    made = rung(alice, now - 31 * MINUTE)
    assert (standing(alice, now), one(str(made.pk), now), person_of(alice.pk).unread) == ([], None, 0)


def test_what_was_not_sent_yet_alerts_nobody(alice, now):
    made = drill_of(alice, store=alice.postings.get().store, state="armed").calls.get()
    assert (standing(alice, now), one(str(made.pk), now), person_of(alice.pk).unread) == ([], None, 0)


def test_a_make_up_says_that_it_is_one(alice, now):
    first = rung(alice, now - 3 * DAY)
    Call.objects.update(state="missed", result="missed", ended_at=now - 2 * DAY)
    again = call(first.store_drill, alice, state="sent", due_at=now, sent_at=now, makeup_of=first)
    assert [one(str(again.pk), now).kind, *(alert.kind for alert in standing(alice, now))] == ["drill_makeup"] * 2


def test_what_the_phone_keeps_of_the_inbox_is_new_when_a_call_rings_is_answered_or_over(alice, now):
    def version(at):
        (thing,) = kept_inbox(person_of(alice.pk), at)
        return thing.version

    before = version(now)
    made = rung(alice, now)
    ringing = version(now)
    acknowledge(call=made, person=alice, at=now)
    assert len({before, ringing, version(now), version(now + 31 * MINUTE)}) == 3
    assert version(now + 31 * MINUTE) == before


def test_what_goes_outside_names_the_drill_in_the_readers_language_and_opens_it(alice, now, monkeypatch):
    sent = []
    monkeypatch.setattr(channels["web_push"], "send", lambda reach, text, key, until: sent.append((text, key, until)))
    choose(person=alice, choice=Choice(Quiet(now.time(), now.time())))
    reach, made = by_push(alice), rung(alice, now)
    alert_all(calling(str(made.pk), str(alice.pk), makeup=False, at=now), at=now)
    drain()
    ((text, key, until),) = sent
    assert (text.link, key, until) == (f"/drill/{made.pk}/", f"drill_call:{made.pk}:{reach.pk}", now + 30 * MINUTE)
    assert text.title == f"【演練】現在開始：{made.run.plan.script.titles['zh-Hant']}"
    assert not Notice.objects.exists()
