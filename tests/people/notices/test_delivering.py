"""From the owed message to the provider: real servers, the outbox in between."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from outbox.actions import drain
from outbox.models import Owed
from people.factors.ciphers import seal
from people.models import LineChannel, Notice, Person, Reach
from people.notices.actions import choose, read
from people.notices.alerting import alert_again, alert_all
from people.notices.alerts import Alert, Round, Source, sources
from people.notices.delivering import deliver, deliver_alert
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


@pytest.fixture
def rings(monkeypatch):
    """What a source of alerts knows, by word."""
    known = {}
    monkeypatch.setitem(sources, "bell", Source(lambda person, at: [], lambda word, at: known.get(word)))
    return known


def alert(person, at, **other):
    data = {"drill": "迷路的長者", "minutes": 30}
    return Alert(person.pk, "drill_call", data, "/drill/1/", at, at + HALF_HOUR, **({"unanswered": True} | other))


def told(at, word="1", *, again=False):
    return deliver_alert(source="bell", word=word, reach_id=Reach.objects.get().pk, again=again, at=at)


def at_night():
    return datetime.now(SHOP).replace(hour=23, minute=30)


def test_an_alert_goes_out_in_a_quiet_hour_to_who_stands_there_and_leads_to_what_rings(line, alice, rings):
    choose(person=alice, choice=Choice(Quiet()))
    on_shift(alice, at_night())
    rings["1"] = alert(alice, at_night())
    assert told(at_night()) is True
    text = line.sent[0]["messages"][0]["text"]
    assert text.startswith("【演練】現在開始：迷路的長者\n這是演練")
    assert text.endswith("/drill/1/")


def test_an_alert_that_is_over_answered_or_unknown_does_not_go_out(line, alice, rings):
    now = timezone.now()
    rings["2"] = alert(alice, now, unanswered=False)
    rings["3"] = alert(alice, now - HALF_HOUR)
    assert [told(now, word) for word in ("1", "2", "3")] == [False] * 3
    assert deliver_alert(source="nobody's", word="1", reach_id=Reach.objects.get().pk) is False
    assert line.sent == []


def test_an_alert_never_goes_to_another_persons_reach_or_to_who_has_left(line, alice, rings):
    rings["1"] = alert(clerk(StoreFactory(region__chain=alice.chain)), timezone.now())
    rings["2"] = alert(alice, timezone.now())
    Person.objects.filter(pk=alice.pk).update(is_active=False)
    assert [told(timezone.now(), word) for word in ("1", "2")] == [False] * 2
    assert line.sent == []


def test_what_rings_again_is_another_message_and_both_arrive(line, alice, rings):
    rings["1"] = alert(alice, timezone.now())
    told_to = Round("bell", "drill_call", str(alice.pk), "1", timezone.now() + HALF_HOUR)
    alert_all(told_to)
    alert_again(told_to)
    drain()
    assert (len(line.sent), len(line.keys)) == (2, 2)


def test_an_alert_waits_for_the_end_of_an_hour_that_became_quiet_if_it_stands_until_then(line, alice, rings):
    choose(person=alice, choice=Choice(Quiet()))
    dawn = at_night().replace(hour=6, minute=45)
    rings["1"] = alert(alice, dawn)
    assert told(dawn) is False
    (waits,) = Owed.objects.filter(kind="people.alert.deliver")
    assert (waits.due_at, line.sent) == (dawn.replace(hour=7, minute=0, second=0, microsecond=0), [])


def test_what_would_ring_again_in_a_quiet_hour_rings_no_more(line, alice, rings):
    rings["1"] = alert(alice, at_night())
    choose(person=alice, choice=Choice(Quiet()))
    before = Owed.objects.count()
    assert told(at_night(), again=True) is False
    assert (line.sent, Owed.objects.count()) == ([], before)
