"""Workers, beat and Redis are killed at random while clerks complete their course: every certificate is there once.

A small siege is part of every test run, the long one of the proofs. The same siege finds losses where the message is
the work (`tests/naive`), so it would find ours.
"""

import random

import pytest

from tests.outbox.siege import Tally, under_siege

pytestmark = pytest.mark.usefixtures("template_database")
CLERKS, FEW = 300, 15


def prove(test):
    # Where only these are chosen, pytest-django makes the tests' database for those that say they use it.
    return pytest.mark.prove(pytest.mark.django_db(transaction=True)(pytest.mark.timeout(900)(test)))


def told(capsys, what, siege, seconds, tally) -> None:
    with capsys.disabled():
        hits = {victim: siege.kills.count(victim) for victim in sorted(set(siege.kills))}
        print(  # noqa: T201 - the figures are the point of a long proof
            f"\n{what}, seed {siege.seed}: {len(siege.kills)} kills {hits}, {siege.errors} requests failed, "
            f"{tally.certificates} of {CLERKS} certificates after {seconds:.0f} s, {tally.retaken} rows claimed again"
        )


def test_a_small_siege_loses_and_doubles_nothing():
    with under_siege("small", "lms.settings", seed=7) as siege:
        siege.play(FEW, burst=5)
        siege.settle(FEW, patience=75)
        assert siege.tally() == Tally(FEW, FEW, FEW, FEW, 0)
        assert siege.errors == 0
        assert {"worker", "redis"} <= set(siege.kills)


@prove
def test_the_outbox_loses_and_doubles_nothing(capsys):
    with under_siege("kill", "lms.settings", random.randrange(10**6)) as siege:
        siege.play(CLERKS)
        seconds = siege.settle(CLERKS, patience=120)
        tally = siege.tally()
        told(capsys, "outbox", siege, seconds, tally)
        assert tally == Tally(CLERKS, CLERKS, CLERKS, CLERKS, 0)
        assert siege.errors == 0
        assert len(siege.kills) == CLERKS // 10
        assert tally.retaken > 0, "no kill hit a worker with work in hand"


@prove
def test_messages_that_are_the_work_are_lost_in_the_same_siege(capsys):
    with under_siege("naive", "tests.naive.settings", 7) as siege:
        siege.play(CLERKS)
        seconds = siege.settle(CLERKS, patience=60)
        tally = siege.tally()
        told(capsys, "naive", siege, seconds, tally)
        assert 0 < tally.certified < CLERKS


@prove
def test_the_naive_way_certifies_everybody_where_nobody_is_killed():
    with under_siege("calm", "tests.naive.settings", 7) as siege:
        siege.play(FEW, burst=5, killing=False)
        siege.settle(FEW, patience=60)
        assert siege.tally() == Tally(FEW, FEW, FEW, FEW, 0)
        assert (siege.errors, siege.kills) == (0, [])
