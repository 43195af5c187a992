"""Facts and what receivers owe for them."""

from collections import defaultdict

import pytest
from django.db import transaction

from outbox import facts
from outbox.models import Owed
from outbox.registry import Owing
from tests.outbox.conftest import noted

pytestmark = pytest.mark.django_db
on_its_own = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_receivers(monkeypatch):
    monkeypatch.setattr(facts, "_receivers", defaultdict(list))


def keys() -> list[str]:
    return list(Owed.objects.order_by("key").values_list("key", flat=True))


def test_a_fact_leaves_what_each_receiver_owes_for_it():
    @facts.receives("lamp_lit")
    def polish(*, lamp):
        yield Owing("polish", lamp)

    @facts.receives("lamp_lit")
    def tell(*, lamp):
        return [Owing("tell", lamp), Owing("log", lamp)]

    facts.send("lamp_lit", lamp="7")
    assert keys() == ["log:7", "polish:7", "tell:7"]


def test_the_same_fact_of_many_things_is_owed_in_one_statement(django_assert_num_queries):
    @facts.receives("lamp_lit")
    def polish(*, lamp):
        yield Owing("polish", lamp)

    with django_assert_num_queries(1):
        facts.send_each("lamp_lit", [{"lamp": str(number)} for number in range(3)])
    assert keys() == ["polish:0", "polish:1", "polish:2"]


@on_its_own
def test_facts_of_many_things_are_sent_inside_a_transaction_too():
    with pytest.raises(RuntimeError, match="outside a transaction"):
        facts.send_each("lamp_lit", [])


def test_a_fact_that_nobody_receives_owes_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        facts.send("lamp_lit", lamp="7")


def test_a_receiver_registered_twice_is_asked_once():
    asked = []

    def polish(*, lamp):
        asked.append(lamp)
        return noted(lamp)

    facts.receives("lamp_lit")(facts.receives("lamp_lit")(polish))
    facts.send("lamp_lit", lamp="7")
    assert (asked, keys()) == (["7"], ["tests.note:7"])


@on_its_own
def test_a_fact_outside_a_transaction_is_refused_and_owes_nothing():
    facts.receives("lamp_lit")(lambda lamp: noted(lamp))
    with pytest.raises(RuntimeError, match="'lamp_lit' was sent outside a transaction"):
        facts.send("lamp_lit", lamp="7")
    assert keys() == []


@on_its_own
def test_a_fact_and_what_is_owed_for_it_are_undone_together():
    facts.receives("lamp_lit")(lambda lamp: noted(lamp))
    with transaction.atomic():
        facts.send("lamp_lit", lamp="kept")
    with pytest.raises(ValueError, match="undone"), transaction.atomic():
        raise ValueError(facts.send("lamp_lit", lamp="undone") or "undone")
    assert keys() == ["tests.note:kept"]


@on_its_own
def test_a_receiver_that_fails_undoes_the_fact():
    facts.receives("lamp_lit")(lambda lamp: noted("first"))
    facts.receives("lamp_lit")(lambda lamp: [int(lamp)])
    with pytest.raises(ValueError, match="invalid literal"), transaction.atomic():
        facts.send("lamp_lit", lamp="no number")
    assert keys() == []
