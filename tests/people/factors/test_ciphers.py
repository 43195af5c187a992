"""Secrets at rest, and what becomes of them when SECRET_KEY changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.factors.ciphers import Unreadable, seal, unseal


@given(st.text())
def test_what_was_sealed_comes_back(text):
    assert unseal(seal(text)) == text


def test_the_same_secret_never_looks_the_same_twice():
    assert seal("JBSWY3DP") != seal("JBSWY3DP")


def test_after_a_change_of_key_the_old_one_still_opens_while_it_is_named(settings):
    sealed = seal("JBSWY3DP")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key", [settings.SECRET_KEY]
    assert unseal(sealed) == "JBSWY3DP"
    fresh = seal("JBSWY3DP")
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(fresh) == "JBSWY3DP"
    with pytest.raises(Unreadable):
        unseal(sealed)


@pytest.mark.parametrize("broken", ["", "JBSWY3DP", "gAAAAA", "街燈"])
def test_what_was_never_sealed_does_not_open(broken):
    with pytest.raises(Unreadable):
        unseal(broken)
