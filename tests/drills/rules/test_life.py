"""Which state of a call may follow which."""

import pytest

from drills.models.calls import ANSWERING as TABLE_ANSWERING
from drills.models.calls import OPEN as TABLE_OPEN
from drills.models.calls import Call
from drills.rules.life import AFTER, ANSWERING, OPEN, OVER, WrongStep, check_step, may

STEPS = {
    "planned": "armed excused aborted",
    "armed": "planned sent excused aborted",
    "sent": "acknowledged missed excused aborted",
    "acknowledged": "in_progress completed missed excused aborted",
    "in_progress": "completed missed excused aborted",
    "completed": "debriefed closed",
    "missed": "completed excused debriefed closed",
    "excused": "debriefed closed",
    "aborted": "debriefed closed",
    "debriefed": "closed",
    "closed": "",
}


@pytest.mark.parametrize("before", STEPS)
@pytest.mark.parametrize("after", STEPS)
def test_the_steps_that_may_be(before, after):
    allowed = after in STEPS[before].split()
    assert may(before, after) is allowed
    if allowed:
        check_step(before, after)
    else:
        with pytest.raises(WrongStep) as refused:
            check_step(before, after)
        assert (refused.value.before, refused.value.after) == (before, after)


def test_the_states_are_those_of_the_table():
    assert set(AFTER) == set(Call.State.values)
    assert set(OPEN) == set(TABLE_OPEN)
    assert set(ANSWERING) == set(TABLE_ANSWERING)
    assert {"completed", "missed", "excused", "aborted", "debriefed", "closed"} == OVER


def test_what_is_over_never_opens_again():
    assert not any(may(before, after) for before in OVER for after in OPEN)


def test_every_open_call_may_be_ended_by_a_real_event():
    assert all(may(before, "aborted") for before in OPEN)


def test_nothing_is_sent_twice():
    """From what follows the sending no way leads back before it."""
    reached, left = set(), {"sent"}
    while left:
        reached |= left
        left = {after for before in left for after in AFTER[before]} - reached
    assert not reached & {"planned", "armed"}
