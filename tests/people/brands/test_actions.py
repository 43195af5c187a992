"""How a chain is given its brand."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from people.brands.actions import logo_of
from people.brands.logos import keep_logo
from people.brands.queries import look_of
from people.models import AuditEntry, Brand
from tests.factories.pictures import png

pytestmark = pytest.mark.django_db
DEEP, FAINT = "#8a1f2d", "#ffcc00"


def test_the_colour_of_the_night_follows_where_it_is_not_told(branded, chain):
    branded(chain)
    found = Brand.objects.get(chain=chain)
    assert (found.accent, found.accent_night != DEEP, logo_of(found)) == (DEEP, True, None)
    assert AuditEntry.objects.get(verb="set_brand").detail["accent"] == DEEP


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"accent": FAINT}, "看不清楚"),
        ({"accent_night": DEEP}, "看不清楚"),
        ({"accent": "red"}, "六個數字"),
        ({"accent": ""}, "accent"),
        ({"accent": "#8a1f2d;}"}, "accent"),
        ({"short_name": ""}, "short_name"),
        ({"short_name": "這個簡稱實在太長了"}, "short_name"),
    ],
)
def test_what_cannot_be_read_or_makes_no_sense_sets_nothing(branded, chain, told, said):
    with pytest.raises(ValidationError, match=said):
        branded(chain, **told)
    assert Brand.objects.count() == 0


def test_a_faint_colour_is_told_the_nearest_that_can_be_read(branded, chain):
    with pytest.raises(ValidationError) as refused:
        branded(chain, accent=FAINT)
    offered = refused.value.message_dict["accent"][0].split("顏色是 ")[1][:7]
    assert branded(chain, accent=offered).accent == offered


def test_the_database_takes_no_other_colour(chain):
    with pytest.raises(IntegrityError):
        Brand.objects.create(chain=chain, short_name="x", accent="#000;}x", accent_night="#ffffff")


def test_a_brand_set_again_is_another_one(branded, chain):
    branded(chain, logo=keep_logo(png()))
    branded(chain, short_name="曉")
    assert [(b.short_name, b.logo_sha256) for b in Brand.objects.all()] == [("曉", "")]
    assert look_of(chain.pk).short_name == "曉"
