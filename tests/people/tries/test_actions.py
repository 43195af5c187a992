"""Counting tries: per account and, widely, per address."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from people.models import WrongTries
from people.tries.actions import TooManyTries, forget_tries, forgive, take_try
from people.tries.rules import MOST_PER_ACCOUNT, MOST_PER_ADDRESS

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOME = "203.0.113.9"


def tried(number="F1", *, times=1, address=HOME, at=NOW, chain="fuxiao"):
    return [take_try(chain=chain, employee_number=number, address=address, at=at) for _ in range(times)][-1]


@pytest.mark.django_db
def test_it_works():
    tried(times=MOST_PER_ACCOUNT)
    with pytest.raises(TooManyTries) as refused:
        tried(at=NOW + timedelta(minutes=2))
    assert refused.value.until == NOW + timedelta(minutes=5)
    tried(at=NOW + timedelta(minutes=5))


@pytest.mark.django_db
def test_another_account_another_chain_and_the_same_number_elsewhere_are_free():
    tried(times=MOST_PER_ACCOUNT)
    assert tried("F2").account != tried("F1", chain="other").account
    with pytest.raises(TooManyTries):
        tried(address="198.51.100.7")


@pytest.mark.django_db
def test_a_refused_try_makes_nobody_wait_longer():
    tried(times=MOST_PER_ACCOUNT)
    for minute in range(5):
        with pytest.raises(TooManyTries):
            tried(at=NOW + timedelta(minutes=minute))
    tried(at=NOW + timedelta(minutes=5))


@pytest.mark.django_db
def test_success_resets_the_account_and_costs_the_address_nothing():
    tried(times=MOST_PER_ACCOUNT - 1)
    right = tried(at=NOW + timedelta(seconds=1))
    forgive(taken=right)
    tried(times=MOST_PER_ACCOUNT, at=NOW + timedelta(seconds=2))
    shared = WrongTries.objects.get(key=right.network)
    assert len(shared.tried_at) == 2 * MOST_PER_ACCOUNT - 1


@pytest.mark.django_db
def test_thirty_clerks_behind_one_address_mistype_five_times_each_and_a_sprayer_is_stopped():
    for clerk in range(30):
        tried(f"F{clerk}", times=MOST_PER_ACCOUNT)
    for account in range(MOST_PER_ADDRESS - 150):
        tried(f"X{account}")
    with pytest.raises(TooManyTries):
        tried("Y")
    tried("Y", address="198.51.100.7")


@pytest.mark.django_db
def test_without_an_address_the_account_is_bound_all_the_same():
    assert tried(times=MOST_PER_ACCOUNT, address="").network == ""
    with pytest.raises(TooManyTries):
        tried(address="")


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["", "F\x00", "9" * 10_000, "王小明"])
def test_whatever_is_typed_is_an_account_and_is_not_kept(number):
    tried(number, times=MOST_PER_ACCOUNT)
    with pytest.raises(TooManyTries):
        tried(number)
    assert all(len(row.key) == 64 for row in WrongTries.objects.all())


@pytest.mark.django_db
def test_what_counts_no_longer_is_dropped():
    tried("F1")
    tried("F2", at=NOW + timedelta(minutes=4), address="")
    assert (forget_tries(at=NOW + timedelta(minutes=6)), WrongTries.objects.count()) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_twenty_requests_at_once_are_five_tries():
    def once(_):
        try:
            tried()
        except TooManyTries:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(once, range(20))) == MOST_PER_ACCOUNT
