"""The posters of stores: one live each, replaced, and said kindly where they lead nowhere."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from people.joining.posters import PosterGone, make_posters, poster_of, replace_poster
from people.models import AuditEntry, JoinPoster, Role
from tests.factories.people import RegionFactory, StoreFactory, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def store():
    return StoreFactory()


def made(store):
    make_posters(stores=[store], by=None, at=NOW)
    return JoinPoster.objects.get(store=store, replaced_at=None)


def why(token):
    with pytest.raises(PosterGone) as gone:
        poster_of(token=token, at=NOW)
    return gone.value.why, gone.value.store


def test_it_works(store):
    token = made(store).token
    assert poster_of(token=token, at=NOW).store == store
    assert poster_of(token=f" {token[:4]}-{token[4:].lower()}", at=NOW).store == store


def test_a_store_has_one_and_keeps_it(store):
    assert made(store) == made(store)
    with pytest.raises(IntegrityError):
        JoinPoster.objects.create(store=store, token="X", made_at=NOW)


def test_a_replaced_one_says_so_and_the_trail_says_by_whom(store):
    boss = posted(Role.MANAGER, store)
    old = made(store).token
    new = replace_poster(store=store, by=boss, at=NOW)
    assert why(old) == ("replaced", store)
    assert poster_of(token=new.token, at=NOW) == new
    assert AuditEntry.objects.get(verb="replace_poster").by == boss
    assert AuditEntry.objects.filter(verb="make_poster").count() == 2


def test_a_closed_stores_poster_says_so(store):
    token = made(store).token
    store.closed_on = date(2026, 11, 23)
    store.save()
    assert why(token) == ("closed", store)


@pytest.mark.parametrize("token", ["", "nope", "C" * 12, "\x00" * 12, "C" * 5000, "ﬃ" * 12])
def test_what_was_never_a_poster_leads_nowhere(store, token):
    made(store)
    assert why(token) == ("unknown", None)


def test_many_stores_take_as_many_statements_as_one():
    def statements(count):
        region = RegionFactory()
        stores = [StoreFactory(region=region) for _ in range(count)]
        with CaptureQueriesContext(connection) as caught:
            make_posters(stores=stores, by=None, at=NOW)
        return len(caught)

    assert statements(1) == statements(3) == 6
