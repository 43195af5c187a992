"""Brands that the tests of this folder give."""

import pytest

from people.brands.actions import BrandTold, set_brand
from tests.factories.people import ChainFactory


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def chain():
    return ChainFactory(slug="fuxiao", name="拂曉超商")


@pytest.fixture
def branded():
    """Gives a chain its brand: sound but for what is told."""

    def give(chain, **told):
        sound = {"short_name": "拂曉", "accent": "#8a1f2d"}
        return set_brand(chain=chain, told=BrandTold(**sound | told), by=None)

    return give
