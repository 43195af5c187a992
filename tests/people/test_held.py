"""What a process remembers for seconds."""

from itertools import count

from people.held import Held


def test_it_is_read_once_and_then_known():
    held = Held(count(1).__next__, 60)
    assert [held.now(), held.now()] == [1, 1]


def test_what_is_too_old_is_read_anew():
    held = Held(count(1).__next__, 0)
    assert [held.now(), held.now()] == [1, 2]


def test_what_was_forgotten_is_read_anew():
    held = Held(count(1).__next__, 60)
    held.now()
    held.forget()
    assert held.now() == 2
