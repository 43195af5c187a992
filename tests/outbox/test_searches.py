"""Due-scans and reconciliation."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from outbox import registry
from outbox.actions import drain, owe
from outbox.models import Owed
from outbox.registry import Owing
from outbox.searches import reconcile, scan
from people.models import AuditEntry
from tests.outbox.conftest import KIND, let_waits_pass, note, noted, notes, owed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]
NOON = datetime(2026, 6, 1, 4, tzinfo=UTC)


@pytest.fixture
def scans(monkeypatch) -> dict[str, Callable[[datetime], object]]:
    """The due-scans of one test, without those of the product."""
    table: dict[str, Callable[[datetime], object]] = {}
    monkeypatch.setattr("outbox.searches.due_scans", table)
    return table


@pytest.fixture
def truths(monkeypatch) -> dict[str, Callable[[datetime], object]]:
    """The reconciliations of one test, without those of the product."""
    table: dict[str, Callable[[datetime], object]] = {}
    monkeypatch.setattr("outbox.searches.reconciliations", table)
    return table


def unnoted(*subjects: str) -> Callable[[datetime], list[Owing]]:
    """What should have been noted and was not."""
    return lambda at: [owing for owing in noted(*subjects) if not notes(owing.subject)]


def test_what_the_clock_has_made_due_is_owed_once(scans):
    scans["hourly"] = lambda at: noted(f"{at:%H}")
    assert [scan(NOON), scan(NOON), scan(NOON + timedelta(hours=1))] == [1, 0, 1]
    assert drain() == 2
    assert (notes("04"), notes("05")) == (1, 1)


def test_a_scan_is_told_the_time_and_its_finds_are_due_then(scans):
    scans["clock"] = lambda at: noted(at.isoformat())
    scan(NOON)
    assert owed(NOON.isoformat()).due_at == NOON


def test_a_faulty_scan_does_not_stop_the_others(scans, caplog):
    scans["broken"] = lambda at: [int("not a number")]
    scans["in the database"] = lambda at: list(AuditEntry.objects.extra(where=["no_such_column = 1"]))
    scans["sound"] = lambda at: noted("found")
    assert scan(NOON) == 1
    assert [record.getMessage() for record in caplog.records] == [
        "search failed: broken",
        "search failed: in the database",
    ]


def test_what_should_exist_and_does_not_is_found_logged_and_made(truths, caplog):
    truths["notes"] = unnoted("lost", "there")
    owe(noted("there"))
    drain()
    assert reconcile(timezone.now()) == 1
    assert [(r.levelno, r.getMessage()) for r in caplog.records] == [
        (logging.ERROR, "reconciliation notes found missing work: tests.note:lost")
    ]
    assert drain() == 1
    assert (notes("lost"), reconcile(timezone.now())) == (1, 0)


def test_work_that_waits_its_turn_is_not_missing(truths, caplog):
    truths["notes"] = unnoted("a")
    owe(noted("a"))
    assert (reconcile(timezone.now()), caplog.records) == (0, [])


@pytest.mark.parametrize("state", [Owed.State.DONE, Owed.State.DEAD])
def test_work_marked_done_or_dead_without_its_effect_is_opened_again(truths, state):
    truths["notes"] = unnoted("a")
    owe(noted("a"))
    Owed.objects.update(state=state, tries=20, fault="x")
    assert reconcile(timezone.now()) == 1
    assert (owed("a").state, owed("a").tries) == (Owed.State.DUE, 0)
    assert (drain(), notes("a")) == (1, 1)


def test_what_is_finished_while_the_search_looks_is_no_fault(truths, caplog):
    owe(noted("a"))

    def slow(at):
        found = unnoted("a")(at)
        drain()
        return found

    truths["notes"] = slow
    assert (reconcile(timezone.now()), caplog.records) == (0, [])
    assert (owed("a").state, notes("a")) == (Owed.State.DONE, 1)


def test_a_faulty_reconciliation_does_not_stop_the_others(truths):
    truths["broken"] = lambda at: [int("not a number")]
    truths["notes"] = unnoted("a")
    assert reconcile(timezone.now()) == 1


def test_a_piece_that_fails_again_after_it_was_reopened_waits_from_the_start(truths, kinds):
    kinds(KIND, lambda subject: note(subject) or int("x"))
    truths["notes"] = unnoted("a")
    reconcile(timezone.now())
    drain()
    Owed.objects.update(state=Owed.State.DEAD)
    reconcile(timezone.now())
    let_waits_pass()
    drain()
    assert owed("a").tries == 1


def test_every_reconciliation_of_the_product_finds_nothing_in_an_empty_house():
    assert set(registry.reconciliations) >= {"courses.progress", "certificates.issue", "attempts.close_withdrawn"}
    assert reconcile(timezone.now()) == 0
