from collections import Counter

import pytest

from bench.drills.country import made
from people.models import Person, Posting, Store


@pytest.mark.django_db
def test_a_chain_has_so_many_stores_with_twelve_or_thirteen_clerks_in_each():
    assert made("county", stores=40) == 500

    floors = Counter(
        Posting.objects.alive(Posting.objects.first().since).on_the_floor().values_list("store", flat=True)
    )
    assert (len(floors), set(floors.values())) == (40, {12, 13})
    assert Store.objects.values("region").distinct().count() == 22
    assert Person.objects.filter(is_active=True, chain__slug="county").count() == 500
