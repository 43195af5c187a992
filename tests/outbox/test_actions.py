"""Owing, claiming and doing on the real PostgreSQL, with two connections where two workers meet."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from outbox import actions, doorbell
from outbox.actions import MOST_TRIES, beat, do, drain, owe, owe_each, ring
from outbox.models import LEASE, Heartbeat, Owed
from outbox.registry import Owing, OwingEach
from tests.outbox.conftest import KIND, let_leases_expire, let_waits_pass, note, noted, notes, owed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]
two_workers = pytest.mark.django_db(transaction=True)
NEXT_YEAR = datetime(2099, 1, 1, tzinfo=UTC)


class Mishap(Exception):
    pass


@transaction.atomic
def owe_and_fail(subject):
    owe(noted(subject))
    raise Mishap


def test_owed_work_is_done_once_and_marked():
    assert owe(noted("a")) == 1
    assert drain() == 1
    assert (notes("a"), owed("a").state, owed("a").lease_until) == (1, Owed.State.DONE, None)
    assert owed("a").done_at - owed("a").owed_at < timedelta(seconds=30)


def test_owed_twice_is_owed_once_before_and_after_it_is_done():
    assert owe(noted("a", "a", "b")) == 2
    assert owe(noted("b", "a")) == 0
    assert drain() == 2
    assert owe(noted("a")) == 0
    assert drain() == 0
    assert (notes("a"), notes("b")) == (1, 1)


def test_nothing_owed_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert owe([]) == 0


def test_many_owings_cost_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        owe(noted(*map(str, range(50))))


def test_many_pieces_of_one_kind_are_owed_like_one_by_one(django_assert_num_queries):
    each = OwingEach(KIND, "*:x", "b,a,c", NEXT_YEAR)
    owe([Owing(KIND, "a:x")])
    with django_assert_num_queries(1):
        assert owe_each(each) == 2
    assert owe_each(each) == 0
    rows = Owed.objects.order_by("key").values_list("key", "kind", "subject", "state")
    assert list(rows) == [(f"{KIND}:{word}:x", KIND, f"{word}:x", "due") for word in "abc"]
    assert list(Owed.objects.order_by("key").values_list("due_at", flat=True))[1:] == [NEXT_YEAR] * 2


def test_many_pieces_ring_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as after:
        owe_each(OwingEach(KIND, "*", "a,b", NEXT_YEAR))
        owe_each(OwingEach(KIND, "*", "c", NEXT_YEAR))
    assert after == [doorbell.press]
    with django_capture_on_commit_callbacks() as after:
        owe_each(OwingEach(KIND, "*", "a,b", NEXT_YEAR))
    assert after == []


def test_what_is_due_longest_is_done_first(kinds):
    order = []
    kinds("tests.order", order.append)
    owe([Owing("tests.order", "late")], at=datetime(2026, 3, 1, tzinfo=UTC))
    owe([Owing("tests.order", "early")], at=datetime(2026, 1, 1, tzinfo=UTC))
    owe([Owing("tests.order", "between", due_at=datetime(2026, 2, 1, tzinfo=UTC))])
    drain()
    assert order == ["early", "between", "late"]


def test_what_is_due_later_waits():
    owe([Owing(KIND, "later", due_at=NEXT_YEAR), Owing(KIND, "now")])
    assert drain() == 1
    assert (notes("later"), notes("now")) == (0, 1)


@two_workers
def test_owed_work_rolls_back_with_its_fact():
    with pytest.raises(Mishap):
        owe_and_fail("undone")
    with transaction.atomic():
        owe(noted("kept"))
    assert list(Owed.objects.values_list("subject", flat=True)) == ["kept"]


@two_workers
def test_the_bell_is_rung_once_and_only_after_the_commit():
    with transaction.atomic():
        owe(noted("a"))
        owe(noted("b"))
        ring()
        assert len(connection.run_on_commit) == 1
    assert connection.run_on_commit == []


@two_workers
def test_the_bell_is_still_rung_when_an_inner_part_was_undone():
    with transaction.atomic():
        with pytest.raises(Mishap):
            owe_and_fail("a")
        owe(noted("b"))
        assert len(connection.run_on_commit) == 1


@two_workers
def test_two_that_owe_the_same_in_opposite_order_do_not_lock_each_other_out(other):
    meet = threading.Barrier(2, timeout=20)

    def owe_in_order(subjects):
        with transaction.atomic():
            meet.wait()
            return owe(noted(*subjects))

    subjects = [f"{n:04d}" for n in range(2000)]
    theirs = other.begin(owe_in_order, subjects[::-1])
    ours = owe_in_order(subjects)
    assert sorted([ours, theirs.result(timeout=30)]) == [0, 2000]


@two_workers
def test_a_row_that_another_connection_has_locked_is_passed_over(other):
    owe(noted("a"))
    owe(noted("b"))
    with transaction.atomic():
        held = Owed.objects.select_for_update().get(subject="a")
        assert other.run(Owed.objects.claim).subject == "b"
        assert other.run(Owed.objects.claim) is None
    assert other.run(Owed.objects.claim).id == held.id


@two_workers
def test_a_leased_row_is_nobody_elses(other):
    owe(noted("a"))
    assert Owed.objects.claim().subject == "a"
    assert other.run(drain) == 0
    left = owed("a").lease_until - timezone.now()
    assert LEASE - timedelta(seconds=5) < left <= LEASE


@two_workers
def test_an_expired_lease_hands_the_row_over_and_the_fence_undoes_what_the_first_worker_did(other, kinds):
    def overtaken(subject):
        note(subject)
        if owed(subject).fence == 1:
            other.run(let_leases_expire)
            assert other.run(drain) == 1

    kinds(KIND, overtaken)
    owe(noted("a"))
    assert do(Owed.objects.claim()) is False
    assert (notes("a"), owed("a").state, owed("a").fence) == (1, Owed.State.DONE, 2)


@two_workers
def test_a_worker_that_was_overtaken_cannot_postpone_what_another_has_in_hand(other, kinds):
    def overtaken(subject):
        other.run(let_leases_expire)
        assert other.run(Owed.objects.claim).subject == subject
        raise Mishap

    kinds(KIND, overtaken)
    owe(noted("a"))
    assert do(Owed.objects.claim()) is False
    assert (owed("a").fence, owed("a").fault) == (2, "")
    assert owed("a").lease_until > timezone.now()


@two_workers
def test_a_mishap_after_the_commit_does_not_reopen_what_is_done(kinds):
    def mishap_after_commit(subject):
        note(subject)
        transaction.on_commit(lambda: int("not a number"))

    kinds(KIND, mishap_after_commit)
    owe(noted("a"))
    do(Owed.objects.claim())
    assert (notes("a"), owed("a").state) == (1, Owed.State.DONE)
    assert drain() == 0


@two_workers
def test_a_worker_whose_clock_is_fast_steals_no_lease(other, monkeypatch):
    owe(noted("a"))
    Owed.objects.claim()
    fast = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: fast)
    assert other.run(Owed.objects.claim) is None
    owe(noted("b"))
    assert other.run(Owed.objects.claim).subject == "b"


@two_workers
def test_work_that_is_owed_inside_a_handler_is_done_in_the_same_drain(kinds):
    kinds("tests.first", lambda subject: owe(noted(subject)) and None)
    owe([Owing("tests.first", "chain")])
    assert drain() == 2
    assert notes("chain") == 1


@two_workers
def test_two_workers_at_one_heap_do_each_row_once(other):
    owe(noted(*map(str, range(100))))
    theirs = other.begin(drain)
    ours = drain()
    assert ours + theirs.result(timeout=30) == 100
    assert [notes(str(n)) for n in range(100)] == [1] * 100


def test_a_failing_piece_waits_longer_each_time_and_the_others_go_on(kinds):
    kinds("tests.fails", lambda subject: int(subject))
    owe([Owing("tests.fails", "not a number"), *noted("a", "b")])
    assert drain() == 2
    waits = []
    for _ in range(4):
        row = Owed.objects.get(kind="tests.fails")
        waits.append(round((row.due_at - timezone.now()).total_seconds()))
        let_waits_pass()
        assert drain() == 0
    assert waits == [2, 4, 8, 16]
    assert (row.state, row.lease_until) == (Owed.State.DUE, None)
    assert "ValueError" in row.fault


def test_a_failing_piece_leaves_none_of_its_writes(kinds):
    kinds(KIND, lambda subject: note(subject) or int("not a number"))
    owe(noted("a"))
    drain()
    assert notes("a") == 0


def test_no_wait_is_longer_than_an_hour_and_the_last_try_buries(kinds):
    kinds("tests.fails", lambda subject: int(subject))
    owe([Owing("tests.fails", "x")])
    for tries in (MOST_TRIES - 2, MOST_TRIES - 1):
        Owed.objects.update(tries=tries)
        let_waits_pass()
        drain()
        row = Owed.objects.get()
        assert timedelta(minutes=59) < row.due_at - timezone.now() <= timedelta(hours=1)
        assert row.state == (Owed.State.DEAD if tries == MOST_TRIES - 1 else Owed.State.DUE)
    let_waits_pass()
    assert (drain(), Owed.objects.get().tries) == (0, MOST_TRIES)


def test_a_piece_that_kills_its_workers_is_buried_untouched_and_keeps_no_others(kinds):
    owe(noted("poison"), at=datetime(2026, 1, 1, tzinfo=UTC))
    owe(noted("innocent"))
    for _ in range(MOST_TRIES):
        assert Owed.objects.claim().subject == "poison"
        assert drain() <= 1
        let_leases_expire()
    assert notes("innocent") == 1
    assert drain() == 0
    assert (notes("poison"), owed("poison").state) == (0, Owed.State.DEAD)
    assert "NeverCameBack" in owed("poison").fault


def test_work_of_a_kind_that_nobody_knows_is_kept_for_a_worker_that_does(kinds):
    owe([Owing("tests.unknown", "x")])
    assert drain() == 0
    assert "tests.unknown" in Owed.objects.get().fault
    kinds("tests.unknown", note)
    let_waits_pass()
    assert (drain(), notes("x")) == (1, 1)


def test_a_drain_stops_in_time_and_leaves_the_rest(monkeypatch):
    clock = iter(range(100))
    monkeypatch.setattr("time.monotonic", lambda: float(next(clock)))
    owe(noted("a", "b", "c", "d", "e"))
    assert drain(seconds=3.0) == 2
    assert Owed.objects.filter(state=Owed.State.DUE).count() == 3


def test_a_drain_without_time_does_nothing():
    owe(noted("a"))
    assert drain(seconds=0) == 0
    assert owed("a").fence == 0


def test_a_heartbeat_is_one_row_and_one_statement(django_assert_num_queries):
    beat("worker")
    Heartbeat.objects.update(beat_at=Now() - timedelta(hours=1))
    with django_assert_num_queries(1):
        beat("worker")
    assert timezone.now() - Heartbeat.objects.get().beat_at < timedelta(seconds=30)


@two_workers
def test_two_first_heartbeats_at_once_are_one(other):
    with transaction.atomic():
        beat("worker")
        theirs = other.begin(beat, "worker")
    theirs.result(timeout=30)
    assert Heartbeat.objects.count() == 1


def test_the_longest_wait_is_reached_within_the_tries():
    assert timedelta(seconds=2 ** (MOST_TRIES - 1)) > actions.LONGEST_WAIT
