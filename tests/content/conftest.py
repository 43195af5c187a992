"""Fixtures of the studio: libraries, people, a signed-in browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from content.actions.freeze import freeze
from content.actions.open_library import open_library
from content.models import LibraryPage, Work
from people.models import Chain, Person, Role
from tests.factories.pages import in_studio
from tests.factories.people import ChainFactory


@pytest.fixture(autouse=True)
def own_storage(settings: Any, tmp_path: Path) -> None:
    """Files of a test lie in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def hotlines(db: None) -> Work:
    """A list of hotlines with one entry, `police`."""
    work = Work.objects.create(kind=Work.Kind.HOTLINES)
    entry = {"key": "police", "number": "110", "name": {"zh-Hant": "警察", "en": "Police"}}
    body = {"format": 1, "kind": "hotlines", "source": "zh-Hant", "entries": [entry], "texts": {}}
    freeze(work=work, body=body, by=None)
    return work


@pytest.fixture
def library(hotlines: Work) -> LibraryPage:
    return open_library(chain=None)


@pytest.fixture
def chain(db: None) -> Chain:
    return ChainFactory(slug="harbour", name="港灣超商")


@pytest.fixture
def trainer(library: LibraryPage) -> Person:
    return in_studio(Role.TRAINER, None)


@pytest.fixture
def browse() -> Callable[[Person], Client]:
    """`browse(person)`: a browser in which this person is signed in."""

    def browser(person: Person) -> Client:
        client = Client(raise_request_exception=True)
        client.force_login(person)
        return client

    return browser
