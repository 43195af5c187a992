"""What a call comes to: by taps and steps, by both clocks, by something real."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist

from attempts.models import Attempt
from content.script.learner import learner_view
from drills.actions.answering import acknowledge, begun, conclude
from drills.actions.following import miss
from drills.alerting import one
from drills.models import Call, Event
from outbox.models import Owed
from people.models import Notice
from tests.drills.answers import GOOD, WRONG, begin_for, told
from tests.factories.drills import ALERT, call, drill_of
from tests.factories.learning import settle
from tests.factories.notices import unread_by
from tests.factories.people import StoreFactory, clerk
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
OVER = ALERT + 30 * MINUTE


def tap(made, at, **told):
    return acknowledge(call=made, person=made.person, at=at, **told)


def late(made, at=OVER + MINUTE):
    assert miss(run_id=made.run_id, at=at) == 1
    made.refresh_from_db()
    assert made.state == "missed"


def kinds(made):
    return list(Event.objects.filter(run=made.run).values_list("kind", flat=True))


def test_a_tap_acknowledges_by_the_servers_clock(ringing):
    done = tap(ringing, ALERT + 12 * SECOND)
    assert (done.state, done.acknowledged_at, done.phone_timed) == ("acknowledged", ALERT + 12 * SECOND, False)
    event = Event.objects.get()
    assert (event.kind, event.by, event.call) == ("acknowledged", ringing.person, ringing)


def test_a_tap_said_twice_is_said_once(ringing):
    tap(ringing, ALERT + 12 * SECOND)
    again = tap(ringing, ALERT + 40 * SECOND)
    assert again.acknowledged_at == ALERT + 12 * SECOND
    assert Event.objects.count() == 1


def test_what_was_tapped_alerts_no_more(ringing):
    assert one(str(ringing.pk), ALERT + 12 * SECOND).unanswered
    tap(ringing, ALERT + 12 * SECOND)
    assert not one(str(ringing.pk), ALERT + 13 * SECOND).unanswered


def test_a_tap_that_comes_late_is_timed_by_a_phone_whose_clock_is_known(ringing):
    tapped = ALERT + 20 * SECOND + 90 * SECOND
    done = tap(ringing, ALERT + 10 * MINUTE, tapped_at=tapped, skew=90.0)
    assert (done.acknowledged_at, done.phone_timed) == (ALERT + 20 * SECOND, True)


@pytest.mark.parametrize(
    ("tapped", "skew"),
    [
        (ALERT + 20 * SECOND, None),
        (ALERT - 20 * SECOND, 0.0),
        (ALERT + 20 * SECOND + HOUR, 3600.0),
        (ALERT + 11 * MINUTE, 0.0),
        (None, 0.0),
    ],
)
def test_a_clock_that_is_wrong_wins_nothing(ringing, tapped, skew):
    received = ALERT + 10 * MINUTE
    done = tap(ringing, received, tapped_at=tapped, skew=skew)
    assert (done.acknowledged_at, done.phone_timed) == (received, False)


def test_no_tap_is_before_the_sending_though_machines_differ(ringing):
    assert tap(ringing, ALERT - timedelta(milliseconds=300)).acknowledged_at == ALERT


@pytest.mark.parametrize("state", ["planned", "armed", "excused", "aborted"])
def test_what_does_not_ring_is_not_acknowledged(store, alice, state):
    made = drill_of(alice, store=store, state=state).calls.get()
    tap(made, ALERT + MINUTE)
    made.refresh_from_db()
    assert (made.state, made.acknowledged_at) == (state, None)


def test_the_first_step_begins(ringing):
    tap(ringing, ALERT + 5 * SECOND)
    attempt = told(begin_for(ringing, at=ALERT + 6 * SECOND), GOOD[:1], tapped=ALERT + 6 * SECOND)
    settle()
    ringing.refresh_from_db()
    assert (ringing.state, ringing.attempt, ringing.acknowledged_at) == ("in_progress", attempt, ALERT + 5 * SECOND)


def test_a_first_step_before_the_tap_has_arrived_is_the_tap(ringing):
    told(begin_for(ringing, at=ALERT), GOOD[:1], tapped=ALERT + 6 * SECOND)
    settle()
    ringing.refresh_from_db()
    assert (ringing.state, ringing.acknowledged_at) == ("in_progress", ALERT + 6 * SECOND)
    done = tap(ringing, ALERT + 40 * SECOND, tapped_at=ALERT + 5 * SECOND, skew=0.0)
    assert (done.state, done.acknowledged_at) == ("in_progress", ALERT + 5 * SECOND)


def test_beginning_twice_or_after_the_end_changes_nothing(ringing):
    attempt = told(begin_for(ringing, at=ALERT), tapped=ALERT)
    settle()
    assert begun(attempt_id=attempt.pk) is None
    ringing.refresh_from_db()
    assert ringing.state == "completed"


def test_all_right_and_in_time_passes(ringing):
    tap(ringing, ALERT + 5 * SECOND)
    attempt = told(begin_for(ringing, at=ALERT), tapped=ALERT + 5 * SECOND)
    settle()
    ringing.refresh_from_db()
    assert (ringing.state, ringing.result, ringing.attempt, ringing.phone_timed) == (
        "completed",
        "passed",
        attempt,
        False,
    )
    assert ringing.standards == {"level": "met", "channel": "met", "steps": "met", "report": "met"}
    assert ringing.first_correct_at == ALERT + 25 * SECOND
    assert ringing.reported_at == ALERT + 65 * SECOND
    assert ringing.ended_at == ALERT + 75 * SECOND
    assert kinds(ringing) == ["acknowledged", "completed"]


def test_a_critical_standard_that_is_late_fails(ringing):
    told(begin_for(ringing, at=ALERT), tapped=ALERT, every=40)
    settle()
    ringing.refresh_from_db()
    assert (ringing.result, ringing.standards["level"], ringing.standards["channel"]) == ("failed", "late", "late")


def test_how_long_a_call_lay_unseen_is_held_against_nobody(ringing):
    tap(ringing, ALERT + 10 * MINUTE)
    told(begin_for(ringing, at=ALERT), tapped=ALERT + 10 * MINUTE)
    settle()
    ringing.refresh_from_db()
    assert (ringing.result, ringing.acknowledged_at) == ("passed", ALERT + 10 * MINUTE)
    assert ringing.first_correct_at == ALERT + 10 * MINUTE + 20 * SECOND


def test_who_waits_before_the_first_step_loses_that_time(ringing):
    tap(ringing, ALERT)
    told(begin_for(ringing, at=ALERT), tapped=ALERT + 40 * SECOND)
    settle()
    ringing.refresh_from_db()
    assert (ringing.result, ringing.standards["level"]) == ("failed", "late")


def test_who_skips_what_is_heavy_is_excused(ringing):
    told(begin_for(ringing, at=ALERT), [("alert", "@skip"), ("plain", None)], tapped=ALERT)
    settle()
    ringing.refresh_from_db()
    assert (ringing.state, ringing.result, ringing.excuse) == ("excused", "excused", "skipped")
    assert ringing.standards["level"] == "skipped"
    assert kinds(ringing) == ["excused"]


def test_ten_seconds_are_given_to_the_network(ringing):
    """Level by 30, answered at 40; channel by 60, answered at 60."""
    told(begin_for(ringing, at=ALERT), tapped=ALERT, every=20)
    settle()
    ringing.refresh_from_db()
    assert (ringing.result, ringing.standards["level"]) == ("passed", "met")


def test_in_time_but_wrong_fails(ringing):
    told(begin_for(ringing, at=ALERT), WRONG, tapped=ALERT)
    settle()
    ringing.refresh_from_db()
    assert (ringing.state, ringing.result) == ("completed", "failed")


def test_what_was_concluded_is_not_concluded_again(ringing):
    attempt = told(begin_for(ringing, at=ALERT), tapped=ALERT)
    settle()
    assert conclude(attempt_id=attempt.pk) is None
    assert kinds(ringing).count("completed") == 1


def test_an_end_that_is_too_late_is_missed_and_kept(ringing):
    attempt = told(begin_for(ringing, at=ALERT), tapped=ALERT + 29 * MINUTE + 30 * SECOND)
    settle()
    ringing.refresh_from_db()
    assert (ringing.state, ringing.result, ringing.attempt, ringing.ended_at) == ("missed", "missed", attempt, OVER)
    assert Notice.objects.filter(kind="drill_missed").count() == 1


def test_an_end_in_time_that_was_taken_for_missed_counts(ringing):
    """The worker that concludes came after the beat that misses."""
    attempt = told(begin_for(ringing, at=ALERT), tapped=ALERT + 28 * MINUTE)
    Attempt.objects.update(state="open")
    late(ringing)
    Attempt.objects.update(state="ended")
    conclude(attempt_id=attempt.pk)
    ringing.refresh_from_db()
    assert (ringing.state, ringing.result) == ("completed", "passed")


def test_an_end_in_time_is_not_taken_for_missed_before_it_is_concluded(ringing):
    told(begin_for(ringing, at=ALERT), tapped=ALERT + 28 * MINUTE)
    assert miss(run_id=ringing.run_id, at=OVER + MINUTE) == 0


def offline(made, *, skew=0.0, hours=1):
    """A phone without a network from the alert on: its taps arrive hours later, the acknowledgement first."""
    received = ALERT + hours * HOUR
    clock = ALERT + timedelta(seconds=skew or 0)
    tap(made, received, tapped_at=clock + 5 * SECOND, skew=skew)
    told(begin_for(made, at=received), tapped=clock + 5 * SECOND, received=received)
    settle()
    made.refresh_from_db()
    return made


def test_what_was_done_in_time_without_a_network_counts_though_it_was_missed(ringing):
    late(ringing)
    done = offline(ringing, skew=-45.0)
    assert (done.state, done.result, done.phone_timed) == ("completed", "passed", True)
    assert (done.acknowledged_at, done.ended_at) == (ALERT + 5 * SECOND, ALERT + 75 * SECOND)
    assert unread_by(done.person_id) == 0, "nobody is told any more that it was missed"


def test_its_make_up_is_spared_unless_it_was_sent(ringing, drill, alice):
    late(ringing)
    makeup = call(drill, alice, due_at=ALERT + timedelta(days=3), makeup_of=ringing)
    offline(ringing)
    makeup.refresh_from_db()
    assert (makeup.state, makeup.excuse) == ("excused", "answered")


@pytest.mark.parametrize("skew", [None, 500.0])
def test_without_a_clock_to_believe_it_stays_missed_and_is_kept(ringing, skew):
    late(ringing)
    done = offline(ringing, skew=skew)
    assert (done.state, done.result, done.phone_timed) == ("missed", "missed", False)
    assert done.attempt is not None
    assert done.attempt.steps.count() == len(GOOD)


def test_after_twelve_hours_it_stays_missed(ringing):
    late(ringing)
    assert offline(ringing, hours=13).state == "missed"


def test_steps_that_overtook_the_tap_are_judged_again_when_the_clock_is_known(ringing):
    late(ringing)
    received = ALERT + HOUR
    told(begin_for(ringing, at=received), tapped=ALERT + 5 * SECOND, received=received)
    settle()
    ringing.refresh_from_db()
    assert ringing.state == "missed"
    tap(ringing, received, tapped_at=ALERT + 5 * SECOND, skew=0.0)
    settle()
    ringing.refresh_from_db()
    assert (ringing.state, ringing.result) == ("completed", "passed")


def test_one_attempt_answers_a_call(ringing):
    begin_for(ringing, at=ALERT)
    with pytest.raises(ObjectDoesNotExist):
        begin_for(ringing, at=ALERT)


@pytest.mark.parametrize("state", ["planned", "armed", "excused", "aborted", "completed"])
def test_what_does_not_ring_is_not_played(store, alice, state):
    made = drill_of(alice, store=store, state=state).calls.get()
    with pytest.raises(ObjectDoesNotExist):
        begin_for(made, at=ALERT)


def test_nobody_plays_anothers_call_or_another_script(ringing, store):
    bob = clerk(store)
    other = drill_of(bob, store=store, state="sent").calls.get()
    ringing.person, ringing.run.edition_id = ringing.person, other.run.edition_id
    with pytest.raises(ObjectDoesNotExist):
        begin_for(ringing, at=ALERT)
    mine = Call.objects.get(pk=ringing.pk)
    mine.person = bob
    with pytest.raises(ObjectDoesNotExist):
        begin_for(mine, at=ALERT)


def test_concluding_and_missing_at_once_come_to_one_result(transactional_db):
    for _ in range(4):
        store = StoreFactory()
        made = drill_of(clerk(store), store=store, state="sent").calls.get()
        attempt = told(begin_for(made, at=ALERT), tapped=ALERT + 28 * MINUTE)
        at_once(
            lambda pk=attempt.pk: conclude(attempt_id=pk),
            lambda run=made.run_id: miss(run_id=run, at=OVER + MINUTE),
            lambda pk=attempt.pk: conclude(attempt_id=pk),
        )
        made.refresh_from_db()
        assert (made.state, made.result) == ("completed", "passed")
        assert kinds(made).count("completed") == 1


def test_the_way_of_the_answers_here_is_the_scripts_best(ringing):
    """Else these tests would prove little."""
    view = learner_view(ringing.run.edition.read(), ringing.run.edition_id, "zh-Hant")
    assert {node["id"] for node in view["nodes"]} >= {node for node, _ in GOOD}
    assert Owed.objects.filter(state="dead").count() == 0
