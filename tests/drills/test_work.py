"""From the clock to the phone: the beat's scan, the outbox, the handlers. Nothing is done twice, nothing is left."""

from datetime import timedelta

import pytest
from django.utils import timezone

from drills import work
from drills.alerting import standing
from drills.models import Call, Event, Run
from outbox.actions import drain
from outbox.models import Owed
from outbox.searches import reconcile, scan
from tests.drills.answers import begin_for, told
from tests.factories.drills import call, plan, run, store_drill
from tests.factories.people import StoreFactory, clerk
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now().replace(microsecond=0)


def under_way(now, store, **fields):
    """A run of a plan that plans no others."""
    return run(plan(store, state="ended"), **{"begins_at": now - DAY, "ends_at": now + DAY, **fields})


def owings(at):
    return sorted((o.kind.removeprefix("drills."), o.subject, o.due_at) for o in _found(at))


def _found(at):
    for search in (work.due_in_runs, work.to_follow_up, work.to_make_up):
        yield from search(at)


def kinds(at):
    return [kind for kind, _subject, _due in owings(at)]


def test_a_drill_goes_out_by_itself(now, store):
    alice = clerk(store)
    made = under_way(now, store)
    drill = store_drill(made, store, at=now + 2 * MINUTE)
    call(drill, alice)
    scan(now)
    drain()
    assert Call.objects.get().state == "armed"
    scan(now)
    waiting = Owed.objects.get(kind="drills.send")
    assert (waiting.due_at, waiting.state) == (drill.at, "due")
    Owed.objects.update(due_at=now)
    Call.objects.update(due_at=now)
    drill.at = now
    drill.save()
    drain()
    assert Call.objects.get().state == "sent"
    assert [alert.link for alert in standing(alice, timezone.now())] == [f"/drill/{Call.objects.get().pk}/"]


def test_a_scan_owes_the_same_whichever_beat_asks_and_however_often(now, store):
    drill = store_drill(under_way(now, store), store, at=now + 2 * MINUTE)
    call(drill, clerk(store), state="armed")
    call(store_drill(under_way(now, store), store, at=now - MINUTE), clerk(store), state="armed")
    assert owings(now) == owings(now)
    scan(now)
    before = Owed.objects.count()
    scan(now)
    assert Owed.objects.count() == before


def test_what_is_left_over_is_found_a_minute_later(now, store):
    drill = store_drill(under_way(now, store), store, at=now - MINUTE)
    call(drill, clerk(store), state="armed")
    first, second = (set(owings(at)) for at in (now, now + MINUTE))
    assert len(first & second) == 0
    assert {kind for kind, *_ in first} == {"send"}


@pytest.mark.parametrize(
    ("state", "sent", "expected"),
    [
        ("sent", 31, {"miss"}),
        ("acknowledged", 31, {"miss"}),
        ("sent", 8, {"remind"}),
        ("acknowledged", 8, set()),
        ("sent", 16, {"remind", "escalate"}),
        ("acknowledged", 16, {"escalate"}),
        ("sent", 3, set()),
    ],
)
def test_what_nobody_answers_is_followed_up(now, store, state, sent, expected):
    at = now - sent * MINUTE
    call(store_drill(under_way(now, store), store, at=at), clerk(store), state=state)
    assert set(kinds(now)) - {"escalate"} == expected - {"escalate"}
    assert "escalate" in kinds(now) or "escalate" not in expected


def test_runs_are_begun_ended_and_made_up_for(now, store):
    under_way(now, store, state="planned")
    assert kinds(now) == ["begin"]
    Run.objects.update(state="under_way", ends_at=now - HOUR)
    assert kinds(now) == ["end"]
    drill = store_drill(Run.objects.get(), store, at=now - 2 * HOUR)
    call(drill, clerk(store), state="missed", ended_at=now - HOUR)
    assert kinds(now) == ["end", "make_up"]


@pytest.mark.parametrize("state", ["paused", "cancelled", "over", "closed"])
def test_nothing_is_armed_or_sent_in_other_runs(now, store, state):
    drill = store_drill(under_way(now, store, state=state), store, at=now)
    call(drill, clerk(store), state="armed")
    call(drill, clerk(store), state="planned")
    found = set(kinds(now))
    assert found <= ({"arm", "send"} if state in ("over", "closed") else set())
    scan(now)
    drain()
    assert sorted(Call.objects.values_list("state", flat=True)) == ["armed", "planned"]


def test_a_missed_call_leads_to_a_make_up_by_itself(now, store):
    drill = store_drill(under_way(now, store), store, at=now - 31 * MINUTE)
    call(drill, clerk(store), state="sent")
    scan(now)
    drain()
    makeup = Call.objects.get(makeup_of__isnull=False)
    assert makeup.due_at > now
    assert list(Event.objects.values_list("kind", flat=True)) == ["missed", "made_up"]


def test_as_many_statements_for_three_stores_as_for_one(now, django_assert_num_queries):
    one, more = StoreFactory(), [StoreFactory() for _ in range(3)]
    call(store_drill(under_way(now, one), one, at=now + MINUTE), clerk(one), state="armed")
    with django_assert_num_queries(10):
        list(_found(now))
    made = Run.objects.get()
    for store in more:
        call(store_drill(made, store, at=now + MINUTE), clerk(store), state="armed")
    with django_assert_num_queries(10):
        list(_found(now))


def test_what_ended_and_was_not_concluded_is_found_at_night(now, store):
    drill = store_drill(under_way(now, store), store, at=now - 5 * MINUTE)
    made = call(drill, clerk(store), state="sent")
    attempt = told(begin_for(made, at=now - 4 * MINUTE), tapped=now - 4 * MINUTE)
    drain()
    Call.objects.update(state="in_progress", result="", attempt=attempt)
    reconcile(timezone.now() + MINUTE)
    Owed.objects.filter(state="due").update(due_at=now)
    drain()
    assert Call.objects.get().state == "completed"


def test_the_edition_of_the_run_is_played_and_no_purpose_is_written_otherwise(now, store):
    drill = store_drill(under_way(now, store), store, at=now - 5 * MINUTE)
    made = call(drill, clerk(store), state="sent")
    edition = made.run.edition
    assert work.may_attempt(made.person, str(made.pk), edition)
    for subject in (str(made.pk).upper(), made.pk.hex, "", "7", f"{{{made.pk}}}"):
        assert not work.may_attempt(made.person, subject, edition)


def test_two_beats_and_four_workers_at_once_send_each_call_once(transactional_db):
    now = timezone.now()
    stores = [StoreFactory() for _ in range(6)]
    made = run(plan(*stores, state="ended"), begins_at=now - DAY, ends_at=now + DAY)
    for each in stores:
        drill = store_drill(made, each, at=now - timedelta(seconds=5))
        for _ in range(3):
            call(drill, clerk(each), state="armed")
    at_once(*(lambda: scan(now) for _ in range(2)), *(lambda: drain(seconds=10) for _ in range(4)))
    drain()
    assert Call.objects.filter(state="sent").count() == 18
    sent = Event.objects.filter(kind="sent")
    assert sum(event.detail["calls"] for event in sent) == 18
    assert Owed.objects.exclude(state="done").count() == 0
