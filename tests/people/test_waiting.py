"""One number of all that rooms say waits for a person."""

import pytest
from django.db.models import Value

from people import waiting
from people.models import Person, Posting
from tests.factories.people import StoreFactory, clerk

pytestmark = pytest.mark.django_db


@pytest.fixture
def registered(monkeypatch):
    monkeypatch.setattr(waiting, "counted", {})
    return waiting.counted


def number(person):
    return Person.objects.annotate(n=waiting.waiting(Value(person.pk))).values_list("n", flat=True).get(pk=person.pk)


def test_where_nothing_is_registered_nothing_waits(registered):
    assert number(clerk(StoreFactory())) == 0


def test_what_rooms_have_is_summed_for_this_person_alone(registered):
    alice = clerk(StoreFactory())
    clerk(StoreFactory())
    waiting.waits("postings")(lambda person: Posting.objects.filter(person=person))
    waiting.waits("again")(lambda person: Posting.objects.filter(person=person))
    waiting.waits("nothing")(lambda person: Posting.objects.filter(person=person, store=None))
    assert number(alice) == 2


def test_a_name_is_taken_once(registered):
    waiting.waits("postings")(lambda person: Posting.objects.none())
    with pytest.raises(ValueError, match="'postings' is registered twice"):
        waiting.waits("postings")(lambda person: Posting.objects.all())
