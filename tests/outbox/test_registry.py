"""What rooms register."""

import pytest

from outbox import registry
from outbox.registry import Owing, UnknownKind, due_scan, handler, handler_for, reconciliation


@pytest.mark.parametrize(
    ("register", "table"), [(handler, "handlers"), (due_scan, "due_scans"), (reconciliation, "reconciliations")]
)
def test_a_name_is_registered_once_and_again_only_by_the_same_function(monkeypatch, register, table):
    monkeypatch.setattr(registry, table, {})
    first = register("x")(lambda _: None)
    assert register("x")(first) is first
    with pytest.raises(ValueError, match="'x' is registered twice"):
        register("x")(lambda _: None)
    assert getattr(registry, table) == {"x": first}


def test_a_kind_that_nobody_registered_is_named():
    with pytest.raises(UnknownKind, match=r"tests\.nobody"):
        handler_for("tests.nobody")


def test_kind_and_subject_are_the_key_whenever_it_is_due():
    assert Owing("a", "b").key == "a:b"
