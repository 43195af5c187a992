"""The web side of a siege, in a process of its own (see `siege.py`): clerks who pass their course."""

import sys

from kombu.exceptions import OperationalError

from content.models import Edition
from courses.actions import assign
from courses.models import Enrolment
from outbox.actions import drain
from tests.factories.content import course, scenario
from tests.factories.learning import play
from tests.factories.people import StoreFactory, clerk


def main(clerks: int) -> None:
    """Make so many clerks with one course each and say `ready`. Then, for each number on the standard input, let that
    many pass their course one after the other, and answer with how many of them saw an error."""
    edition = scenario()
    waiting = enrolled(clerks, edition)
    say("ready")
    for line in sys.stdin:
        say(sum(fails(waiting.pop(), edition) for _ in range(int(line))))


def enrolled(clerks: int, edition: Edition) -> list[Enrolment]:
    store = StoreFactory()
    for _ in range(clerks):
        clerk(store)
    assign(course=course(edition), chain=store.chain, by=None)
    while drain():
        pass
    return list(Enrolment.objects.select_related("person").order_by("pk"))


def fails(enrolment: Enrolment, edition: Edition) -> bool:
    """Pass one clerk's course; whether a request would have been answered with an error."""
    try:
        play(enrolment.person, edition, enrolment)
    except OperationalError:
        return True
    return False


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()
