"""Calls that are ended for something real, or excused by who knows why."""

from datetime import timedelta

import pytest

from drills.actions.answering import abort, abort_all, excuse
from drills.actions.following import miss
from drills.alerting import one
from drills.models import Event
from drills.rules.life import WrongStep
from people.models import AuditEntry, Role
from tests.drills.answers import GOOD, begin_for, told
from tests.factories.drills import ALERT, call
from tests.factories.learning import settle
from tests.factories.people import clerk, posted

pytestmark = pytest.mark.django_db
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def test_something_real_ends_it_and_is_held_against_nobody(ringing):
    done = abort(call=ringing, by=ringing.person, at=ALERT + MINUTE)
    assert (done.state, done.result, done.ended_at) == ("aborted", "aborted", ALERT + MINUTE)
    assert abort(call=ringing, by=ringing.person, at=ALERT + 2 * MINUTE).ended_at == ALERT + MINUTE
    assert list(Event.objects.filter(run=ringing.run).values_list("kind", flat=True)) == ["aborted"]
    assert AuditEntry.objects.get(verb="abort_call").by == ringing.person
    assert one(str(ringing.pk), ALERT + MINUTE) is None


def test_what_is_over_is_not_stopped(ringing):
    told(begin_for(ringing, at=ALERT), tapped=ALERT)
    settle()
    with pytest.raises(WrongStep):
        abort(call=ringing, by=ringing.person)


def test_steps_of_a_call_that_was_stopped_change_nothing(ringing):
    attempt = told(begin_for(ringing, at=ALERT), GOOD[:3], tapped=ALERT)
    abort(call=ringing, by=ringing.person, at=ALERT + 40 * SECOND)
    told(attempt, GOOD[3:], tapped=ALERT + 40 * SECOND, first=4)
    settle()
    ringing.refresh_from_db()
    assert (ringing.state, ringing.result, ringing.standards) == ("aborted", "aborted", {})


def test_a_manager_stops_a_whole_store(drill, ringing, store):
    manager = posted(Role.MANAGER, store)
    call(drill, clerk(store), state="acknowledged")
    call(drill, clerk(store), state="completed")
    assert abort_all(store_drill=drill, by=manager, at=ALERT + MINUTE) == 2
    assert sorted(drill.calls.values_list("state", flat=True)) == ["aborted", "aborted", "completed"]


def test_a_manager_who_knows_why_excuses(ringing, drill, alice, store):
    manager = posted(Role.MANAGER, store)
    assert miss(run_id=ringing.run_id, at=ALERT + 31 * MINUTE) == 1
    ringing.refresh_from_db()
    makeup = call(drill, alice, due_at=ALERT + timedelta(days=3), makeup_of=ringing)
    done = excuse(call=ringing, by=manager, at=ALERT + HOUR)
    makeup.refresh_from_db()
    assert (done.state, done.result, done.excuse) == ("excused", "excused", "manager")
    assert makeup.state == "excused"
    assert AuditEntry.objects.filter(verb="excuse_call", by=manager).count() == 1
    assert excuse(call=ringing, by=manager).state == "excused"


def test_what_was_done_is_not_excused(ringing, store):
    told(begin_for(ringing, at=ALERT), tapped=ALERT)
    settle()
    with pytest.raises(WrongStep):
        excuse(call=ringing, by=posted(Role.MANAGER, store))
