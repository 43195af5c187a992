"""The inbox is kept on the phone for as long as it says the same."""

import pytest
from django.utils import timezone

from people.factors.queries import person_of
from people.notices.actions import read
from people.notices.keeping import kept_inbox
from tests.factories.notices import noticed
from tests.factories.people import StoreFactory, clerk

pytestmark = pytest.mark.django_db


def test_a_new_notice_or_one_that_was_read_makes_it_new():
    alice = clerk(StoreFactory())

    def version():
        (thing,) = kept_inbox(person_of(alice.pk), timezone.now())
        assert thing.url == "/notices/"
        return thing.version

    empty = version()
    noticed(alice)
    unread = version()
    read(person=alice)
    assert len({empty, unread, version()}) == 3
    assert version() == version()


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_for_notices_and_for_calls_however_many_there_are(rows, django_assert_num_queries):
    alice = clerk(StoreFactory())
    for _ in range(rows):
        noticed(alice)
    alice = person_of(alice.pk)
    with django_assert_num_queries(2):
        kept_inbox(alice, timezone.now())
