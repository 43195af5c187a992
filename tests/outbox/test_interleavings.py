"""Whatever two workers do to each other, the effect of each piece of work is there exactly once in the end."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from outbox import registry
from outbox.actions import do, drain, owe
from outbox.models import Owed
from people.models import AuditEntry
from tests.outbox.conftest import KIND, OtherWorker, let_leases_expire, let_waits_pass, note, noted

SUBJECTS = st.sampled_from("abc")


class Mishap(Exception):
    pass


class Workers(RuleBasedStateMachine):
    """One thread acts for workers that crash, fail, are late and overtake each other; `other` has its own connection.

    A claim is a lease in somebody's hand: it may be done, failed, forgotten (a crash) or overtaken while its handler
    runs, in any order and long after it has expired.
    """

    other: OtherWorker
    hands = Bundle("hands")

    def __init__(self) -> None:
        super().__init__()
        self.owed: set[str] = set()
        self.during = lambda: None
        registry.handlers[KIND] = self.handle
        Owed.objects.all().delete()
        AuditEntry.objects.all().delete()

    def handle(self, subject: str) -> None:
        note(subject)
        act, self.during = self.during, lambda: None
        act()

    @initialize()
    def begin(self) -> None:
        self.owe("a")

    @rule(subject=SUBJECTS)
    def owe(self, subject: str) -> None:
        assert owe(noted(subject)) == (subject not in self.owed)
        self.owed.add(subject)

    @rule(target=hands)
    def claim(self) -> Owed | None:
        return Owed.objects.claim()

    @rule(row=hands)
    def finish(self, row: Owed | None) -> None:
        if row is not None:
            do(row)

    @rule(row=hands)
    def fail(self, row: Owed | None) -> None:
        self.during = self.mishap
        if row is not None:
            assert do(row) is False
        self.during = lambda: None

    def mishap(self) -> None:
        raise Mishap

    @rule(row=hands)
    def be_overtaken(self, row: Owed | None) -> None:
        self.during = self.overtake
        if row is not None:
            do(row)
        self.during = lambda: None

    def overtake(self) -> None:
        self.other.run(let_leases_expire)
        self.other.run(drain)

    @rule()
    def let_time_pass(self) -> None:
        let_leases_expire()
        let_waits_pass()

    @rule()
    def drain(self) -> None:
        drain()

    def effects(self) -> list[str]:
        return sorted(AuditEntry.objects.filter(verb="note").values_list("subject", flat=True))

    @invariant()
    def done_is_done_once(self) -> None:
        done = Owed.objects.filter(state=Owed.State.DONE).values_list("subject", flat=True)
        assert self.effects() == sorted(done)

    def teardown(self) -> None:
        self.during = lambda: None
        let_leases_expire()
        let_waits_pass()
        drain()
        assert self.effects() == sorted(self.owed)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("kinds")
def test_each_effect_is_there_once_however_claims_crashes_and_expiries_interleave(other):
    machine = type("TwoWorkers", (Workers,), {"other": other})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=60, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
