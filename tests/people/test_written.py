"""Queries that are written out once."""

from datetime import timedelta

import pytest
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from content.models import Work
from people.models import Posting, Region, Store
from people.written import Question, Written, answers, keys_in
from tests.factories.people import LONG_AGO, StoreFactory, clerk

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
STORES_OF = Written(lambda chain: Store.objects.filter(chain=chain).order_by("code").values_list("code", "name"))


def test_each_asking_is_one_query_with_values_of_its_own(django_assert_num_queries):
    first = StoreFactory(code="1", name="一")
    StoreFactory(region=first.region, code="2", name="二")
    other = StoreFactory(code="3", name="三")
    with django_assert_num_queries(3):
        assert STORES_OF.rows(chain=first.chain_id) == [("1", "一"), ("2", "二")]
        assert STORES_OF.rows(chain=other.chain_id) == [("3", "三")]
        assert STORES_OF.rows(chain=0) == []


def test_the_phrase_is_said_once():
    said = []

    def phrase(code):
        said.append(code)
        return Store.objects.filter(code=code).values_list("name")

    written = Written(phrase)
    store = StoreFactory(code="1", name="一")
    assert [written.rows(code=code) for code in (store.code, "2", "1")] == [[("一",)], [], [("一",)]]
    assert len(said) == 1


def test_values_find_their_places_wherever_the_phrase_has_them():
    store = StoreFactory(code="7")
    posting = clerk(store).postings.get()
    here = Written(
        lambda role, at, code: (
            Posting.objects.alive(at)
            .filter(Q(until=None) | Q(until__gt=Now()), store__code=code, role=role)
            .annotate(code=F("store__code"))
            .values_list("pk", "code", "since")
        )
    )
    now = timezone.now()
    assert here.rows(at=now, code="7", role="clerk") == [(posting.pk, "7", posting.since)]
    assert here.rows(at=LONG_AGO - DAY, code="7", role="clerk") == here.rows(at=now, code="7", role="hr") == []


def test_keys_come_as_a_list_of_any_length():
    kept = [Work.objects.create(kind=Work.Kind.LESSON).pk for _ in range(3)]
    written = Written(lambda keys: Work.objects.filter(pk__in=keys_in(keys)).values_list("pk"))
    for many in range(3):
        assert {pk for (pk,) in written.rows(keys=kept[:many])} == set(kept[:many])


def test_several_questions_are_one_query_and_each_is_answered_from_its_own_rows(django_assert_num_queries):
    chain = StoreFactory(code="1", name="100 %; 一").chain_id
    regions = Written(lambda chain: Region.objects.filter(chain=chain).values_list("chain"))
    one, none = STORES_OF.sql(chain=chain), STORES_OF.sql(chain=0)
    first = Question((one, regions.sql(chain=chain)), lambda stores, regions: (stores, len(regions)))
    second = Question((none,), list)
    third = Question((one,), lambda stores: dict(stores))
    with django_assert_num_queries(1):
        assert answers(first, second, third) == (([("1", "100 %; 一")], 1), [], {"1": "100 %; 一"})
    with django_assert_num_queries(1):
        assert first.answer() == ([("1", "100 %; 一")], 1)


def test_what_is_written_can_be_asked_for_as_objects():
    store = StoreFactory(code="1")
    written = Written(lambda code: Store.objects.filter(code=code).annotate(lies_in=F("region__name")))
    (found,) = Store.objects.raw(*written.sql(code="1"))
    assert (found, found.lies_in) == (store, Region.objects.get().name)


@pytest.mark.parametrize(
    "phrase",
    [
        lambda: Posting.objects.alive(timezone.now()),
        lambda: Store.objects.filter(closed_on__lt=timezone.localdate()),
    ],
)
def test_a_moment_is_not_written_out_for_it_would_stay_the_same(phrase):
    with pytest.raises(ValueError, match="let the moment be given"):
        Written(phrase).rows()


def test_a_value_that_is_missing_is_a_fault():
    with pytest.raises(KeyError, match="chain"):
        STORES_OF.rows()
