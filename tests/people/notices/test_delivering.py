"""From the owed message to the provider: real servers, the outbox in between."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from outbox.actions import drain
from outbox.models import Owed
from people.factors.ciphers import seal
from people.models import LineChannel, Notice, Person, Reach
from people.notices.actions import choose, read, ring_again
from people.notices.delivering import deliver
from people.notices.rules import Choice, Quiet
from people.shifts.rules import SHOP
from tests.factories.notices import by_line, by_push, noticed
from tests.factories.people import StoreFactory, clerk
from tests.factories.shifts import on_shift
from tests.people.channels.providers import LineDouble, http_service

pytestmark = pytest.mark.django_db
HALF_HOUR = timedelta(minutes=30)
NEVER_QUIET = Choice(Quiet(datetime.min.time(), datetime.min.time()))


@pytest.fixture
def line(settings):
    double = LineDouble()
    with http_service(double) as provider:
        settings.LINE_API_URL = provider.url
        yield double


@pytest.fixture
def alice(line):
    made = clerk(StoreFactory())
    LineChannel.objects.create(
        chain=made.chain, basic_id="@lamp", sealed_token=seal(LineDouble.TOKEN), sealed_secret=seal("s")
    )
    choose(person=made, choice=NEVER_QUIET)
    by_line(made)
    return made


def message():
    return Owed.objects.get(kind="people.notice.deliver")


def again(notice):
    return deliver(notice_id=notice.pk, reach_id=Reach.objects.get().pk)


def test_it_arrives_in_the_readers_words_and_leads_to_the_notice(line, alice):
    notice = noticed(alice)
    drain()
    text = line.sent[0]["messages"][0]["text"]
    assert text.startswith("新的課程：門市關懷前線\n")
    assert text.endswith(f"/notices/{notice.pk}/")


def test_a_handler_that_runs_twice_sends_once_where_the_provider_knows_the_key(line, alice):
    notice = noticed(alice)
    drain()
    again(notice)
    assert len(line.sent) == 1


def test_what_was_read_in_the_app_meanwhile_is_not_sent(line, alice):
    noticed(alice)
    read(person=alice)
    drain()
    assert (line.sent, message().state) == ([], "done")


def test_a_provider_that_is_busy_is_asked_again_later(line, alice):
    line.fault = 503
    noticed(alice)
    drain()
    row = message()
    assert (row.state, row.tries, "503" in row.fault) == ("due", 1, True)
    line.fault = None
    Owed.objects.update(due_at=timezone.now())
    drain()
    assert (len(line.sent), message().state) == (1, "done")


def test_a_message_that_is_refused_is_given_up_and_the_way_stays(line, alice, caplog):
    line.fault = 400
    noticed(alice)
    drain()
    assert (message().state, Reach.objects.usable().count()) == ("done", 1)
    assert "refused" in caplog.text


def test_a_way_that_is_gone_ends(alice, settings):
    settings.PUSH_ANYWHERE = True
    with http_service(lambda request: (410, {}, b"")) as service:
        gone = by_push(alice, f"{service.url}/x")
        noticed(alice)
        drain()
    gone.refresh_from_db()
    assert (gone.ended_because, Reach.objects.usable().filter(person=alice).count()) == ("gone", 1)


def test_an_hour_that_became_quiet_is_waited_for(line, alice):
    notice = noticed(alice)
    choose(person=alice, choice=Choice(Quiet()))
    at = datetime.now(SHOP).replace(hour=23, minute=30)
    assert deliver(notice_id=notice.pk, reach_id=Reach.objects.get().pk, at=at) is False
    waits = Owed.objects.filter(kind="people.notice.deliver").order_by("-due_at").first()
    assert waits.due_at == (at + timedelta(days=1)).replace(hour=7, minute=0, second=0, microsecond=0)
    assert line.sent == []


@pytest.mark.parametrize("over", ["left", "silent", "expired", "ended"])
def test_what_nobody_wants_there_any_more_is_not_sent(line, alice, over):
    noticed(alice)
    if over == "left":
        Person.objects.update(is_active=False)
    elif over == "silent":
        choose(person=alice, choice=Choice(NEVER_QUIET.quiet, frozenset(["line"])))
    elif over == "expired":
        Notice.objects.update(expires_at=timezone.now())
    else:
        Reach.objects.update(ended_at=timezone.now())
    drain()
    assert (line.sent, message().state) == ([], "done")


def test_another_persons_reach_is_never_used(line, alice):
    bob = clerk(StoreFactory(region__chain=alice.chain))
    choose(person=bob, choice=NEVER_QUIET)
    notice = noticed(bob)
    assert again(notice) is False
    assert line.sent == []


def drill(person, at):
    return noticed(person, "drill_call", data={"drill": "迷路的長者", "minutes": 30}, at=at, expires_at=at + HALF_HOUR)


def at_night():
    return datetime.now(SHOP).replace(hour=23, minute=30)


def test_a_drill_goes_out_in_a_quiet_hour_to_who_stands_there(line, alice):
    choose(person=alice, choice=Choice(Quiet()))
    on_shift(alice, at_night())
    notice = drill(alice, at_night())
    assert deliver(notice_id=notice.pk, reach_id=Reach.objects.get().pk, at=at_night()) is True
    assert line.sent[0]["messages"][0]["text"].startswith("【演練】現在開始：迷路的長者\n這是演練")


def test_a_drill_does_not_go_out_once_its_patience_is_over(line, alice):
    notice = drill(alice, timezone.now() - HALF_HOUR)
    assert again(notice) is False
    assert line.sent == []


def test_what_rings_again_is_another_message_and_arrives(line, alice):
    notice = drill(alice, timezone.now())
    ring_again(keys=[notice.key])
    drain()
    assert (len(line.sent), len(line.keys)) == (2, 2)


def test_what_would_ring_again_in_a_quiet_hour_rings_no_more(line, alice):
    notice = drill(alice, at_night())
    choose(person=alice, choice=Choice(Quiet()))
    before = Owed.objects.count()
    assert deliver(notice_id=notice.pk, reach_id=Reach.objects.get().pk, again=True, at=at_night()) is False
    assert (line.sent, Owed.objects.count()) == ([], before)
