"""However a phone's sends arrive, the log and the outcome are those of the straight play."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attempts.actions import append
from attempts.models import Attempt, Step
from content.actions.freeze import freeze
from content.models import Work
from tests.content.script.strategies import bodies, plays
from tests.factories.learning import steps
from tests.factories.people import LONG_AGO, person

pytestmark = pytest.mark.django_db


@st.composite
def sendings(draw):
    """A random script, a whole play of it, and its steps in batches: shuffled, some more than once, none left out.

    Without pools: what they draw depends on the attempt, and here one play is told to two attempts.
    """
    body, _, answers = draw(plays(bodies(most_nodes=5).filter(without_pools)))
    places = list(range(len(answers)))
    again = draw(st.lists(st.sampled_from(places), max_size=6)) if places else []
    order = draw(st.permutations(places + again))
    cuts = sorted(draw(st.sets(st.integers(0, len(order)), max_size=4)))
    bounds = zip([0, *cuts], [*cuts, len(order)], strict=True)
    return body, [(a.node, a.answer) for a in answers], [order[a:b] for a, b in bounds]


def without_pools(body):
    return all(node["kind"] != "pool" for node in body["nodes"])


def attempt_at(edition, somebody):
    return Attempt.objects.create(person=somebody, edition=edition, purpose="test:1", begun_at=LONG_AGO)


def told(attempt):
    """What the attempt has come to: everything but ids."""
    attempt.refresh_from_db()
    log = list(attempt.steps.values_list("seq", "node", "answer", "state", "shown_at", "elapsed_ms"))
    return attempt.state, attempt.passed, attempt.outcome, log


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sendings())
def test_any_order_of_sends_ends_in_the_same_log_and_outcome(sent):
    body, answers, batches = sent
    alice = person(None)
    edition = freeze(work=Work.objects.create(kind=body["kind"]), body=body, by=None, at=LONG_AGO)
    straight, shuffled = attempt_at(edition, alice), attempt_at(edition, alice)
    for step in steps(answers):
        assert append(attempt_id=straight.pk, person=alice, steps=[step])[0].status == 201
    own = steps(answers)
    for batch in batches:
        verdicts = append(attempt_id=shuffled.pk, person=alice, steps=[own[place] for place in batch])
        assert {v.status for v in verdicts} <= {200, 201, 202}
    assert told(shuffled) == told(straight)
    assert straight.state == ("ended" if answers else "open")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sendings(), st.data())
def test_two_phones_that_disagree_leave_one_answer_per_seq_and_a_log_that_replays(sent, data):
    """Rival answers, ids reused, steps of no node at all: what is accepted is still one straight play."""
    body, answers, _ = sent
    alice = person(None)
    edition = freeze(work=Work.objects.create(kind=body["kind"]), body=body, by=None, at=LONG_AGO)
    attempt, straight = attempt_at(edition, alice), attempt_at(edition, alice)
    rivals = steps([(node, data.draw(st.sampled_from([None, "a", "b", "red", "green"]))) for node, _ in answers])
    offered = data.draw(st.permutations(steps(answers) + rivals + steps([("nowhere", None)] * 2, first=2)))
    verdicts = append(attempt_id=attempt.pk, person=alice, steps=offered)
    assert all(v.step is not None for v in verdicts if v.status == 409)
    accepted = list(attempt.steps.filter(state=Step.State.ACCEPTED))
    assert [s.seq for s in accepted] == list(range(1, len(accepted) + 1))
    again = steps([(s.node, s.answer) for s in accepted])
    assert all(v.status == 201 for v in append(attempt_id=straight.pk, person=alice, steps=again))
    assert told(attempt)[:3] == told(straight)[:3]
