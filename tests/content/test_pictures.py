"""Pictures of editions: small, kept under their hash, served for ever."""

import hashlib
import io
from collections.abc import Callable

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image as Picture
from wagtail.images.models import Image

from content.actions.open_library import open_library
from content.models import LibraryPage, Work
from people.models import Chain, Person, Role
from tests.factories.pages import in_studio, script_page
from tests.factories.people import ChainFactory, StoreFactory, clerk

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a rendition to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
Browse = Callable[[Person], Client]


def image(library: LibraryPage, *, width: int = 1600, height: int = 1200) -> Image:
    file = io.BytesIO()
    Picture.new("RGB", (width, height), "navy").save(file, "PNG")
    made: Image = Image.objects.create(
        title="櫃檯", file=ImageFile(file, name="counter.png"), collection=library.collection
    )
    return made


def published_with_picture(library: LibraryPage) -> dict[str, object]:
    page = script_page(library)
    page.nodes[0].value["picture"], page.nodes[0].value["alt"] = image(library), "一個櫃檯"
    page.save_revision().publish()
    edition = Work.objects.get(pk=page.translation_key).current
    assert edition.read()["texts"]["zh-Hant"]["intro.alt"] == "一個櫃檯"
    picture: dict[str, object] = edition.read()["nodes"][0]["picture"]
    return picture


def test_an_edition_refers_to_a_small_picture_by_its_hash(library: LibraryPage, browse: Browse) -> None:
    picture = published_with_picture(library)
    answer = browse(clerk(StoreFactory())).get(f"/api/v1/pictures/{picture['sha256']}")
    assert hashlib.sha256(answer.content).hexdigest() == picture["sha256"]
    assert Picture.open(io.BytesIO(answer.content)).size == (picture["width"], picture["height"]) == (800, 600)
    assert answer["Content-Type"] == picture["type"] == "image/webp"
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"


def test_a_known_picture_is_answered_304(library: LibraryPage, browse: Browse) -> None:
    url = f"/api/v1/pictures/{published_with_picture(library)['sha256']}"
    client = browse(clerk(StoreFactory()))
    tag = client.get(url)["ETag"]
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 304


def test_pictures_are_for_those_who_are_signed_in(library: LibraryPage, client: Client) -> None:
    assert client.get(f"/api/v1/pictures/{published_with_picture(library)['sha256']}").status_code == 401


def test_an_unknown_picture_is_not_there(hotlines: Work, browse: Browse) -> None:
    assert browse(clerk(StoreFactory())).get(f"/api/v1/pictures/{'0' * 64}").status_code == 404


def test_the_files_of_another_chains_pictures_are_not_there(hotlines: Work, chain: Chain, browse: Browse) -> None:
    valley = open_library(chain=ChainFactory(slug="valley"))
    url = image(valley).file.url
    insider, outsider = in_studio(Role.TRAINER, valley.chain), in_studio(Role.TRAINER, chain)
    assert b"".join(browse(insider).get(url).streaming_content)[:4] == b"\x89PNG"
    assert browse(outsider).get(url).status_code == 404
