"""A chain's brand on its certificates: the document, and the public page."""

from dataclasses import replace

import pytest
from django.test import Client

from certificates.actions import document
from certificates.models import Credential
from certificates.queries import facts_of
from certificates.rendering import render
from people.brands.actions import BrandTold, set_brand
from people.brands.logos import keep_logo, path_of, read_logo
from tests.certificates import poppler
from tests.certificates.test_rendering import FACTS
from tests.factories.learning import play, settle
from tests.factories.pictures import png
from tests.factories.walks import walk


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def credential(db):
    made = walk()
    play(made.clerk, made.script, made.enrolment)
    settle()
    return Credential.objects.get()


def branded(credential, logo=None):
    told = BrandTold("曉", "#8a1f2d", logo=logo)
    set_brand(chain=credential.person.chain, told=told, by=None)


def test_a_sheet_with_a_brand_is_still_one_page_with_all_its_words():
    logo = read_logo(keep_logo(png()).sha256)
    sheet = render(replace(FACTS, accent="#8a1f2d", logo=logo))
    assert poppler.info(sheet)["Pages"] == "1"
    assert poppler.flowing_text(sheet) == poppler.flowing_text(render(FACTS))
    assert render(replace(FACTS, accent="#8a1f2d", logo=logo)) == sheet


def test_the_document_has_the_brand_of_the_day_it_was_drawn_and_keeps_it(credential):
    logo = keep_logo(png())
    branded(credential, logo)
    facts = facts_of(credential, "https://streetlight.example/verify/x/", demo=False)
    assert (facts.accent, facts.logo) == ("#8a1f2d", read_logo(logo.sha256))
    drawn = document(credential=credential).sha256
    branded(credential)
    assert document(credential=credential).sha256 == drawn


def test_without_a_brand_or_with_its_logo_lost_the_document_is_drawn_all_the_same(credential, settings):
    assert facts_of(credential, "https://x.example/", demo=False).accent == ""
    logo = keep_logo(png())
    branded(credential, logo)
    (settings.MEDIA_ROOT / path_of(logo.sha256)).unlink()
    assert facts_of(credential, "https://x.example/", demo=False).logo == b""


def test_the_public_page_shows_the_logo_of_the_chain_that_the_holder_belongs_to(credential):
    address = f"/verify/{credential.code}/"
    assert "chain-logo" not in Client().get(address).content.decode()
    logo = keep_logo(png())
    branded(credential, logo)
    assert f"/logos/{logo.sha256}.webp" in Client().get(address).content.decode()
