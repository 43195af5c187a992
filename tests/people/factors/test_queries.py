"""Who a session belongs to, and whether a second factor is owed, in one query that is written out once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from people.factors.queries import person_of
from people.models import Notice, Role
from tests.factories.factors import app_of
from tests.factories.people import StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def store():
    return StoreFactory()


def test_each_person_comes_with_what_they_owe_in_one_query(store, settings, django_assert_num_queries):
    hr, guarded, alice = posted(Role.HR, store.chain), posted(Role.HR, store.chain), clerk(store)
    app_of(guarded)
    for on, owing in ((True, [True, False, False]), (False, [False] * 3)):
        settings.SECOND_FACTOR = on
        with django_assert_num_queries(3):
            found = [person_of(one.pk) for one in (hr, guarded, alice)]
        assert found == [hr, guarded, alice]
        assert [one.owes_factor for one in found] == owing


def test_nobody_is_found_by_a_key_that_nobody_has(store):
    assert person_of(0) is None


def test_a_role_counts_from_its_beginning_until_its_end(store, settings):
    settings.SECOND_FACTOR = True
    now = timezone.now()
    hr = posted(Role.HR, store.chain, at=now - timedelta(days=9))
    for since, until, owes in ((-1, None, True), (1, None, False), (-2, -1, False), (-2, 1, True)):
        ends = until and now + timedelta(hours=until)
        hr.postings.update(since=now + timedelta(hours=since), until=ends)
        assert person_of(hr.pk).owes_factor is owes


def test_all_columns_of_a_person_are_there_without_another_query(store, django_assert_num_queries):
    alice = clerk(store, "王小明")
    now = timezone.now()
    for hours, read_at in ((1, None), (2, None), (-1, None), (1, now)):
        key, expires_at = uuid4().hex, now + timedelta(hours=hours)
        Notice.objects.create(person=alice, key=key, created_at=now, read_at=read_at, expires_at=expires_at)
    found = person_of(alice.pk)
    with django_assert_num_queries(0):
        assert {name: getattr(found, name) for name in ("name", "language", "is_active", "password")} == {
            name: getattr(alice, name) for name in ("name", "language", "is_active", "password")
        }
        assert found.unread == 2
    assert found.get_deferred_fields() == set()
