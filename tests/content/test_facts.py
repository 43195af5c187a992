"""Facts and sources: what the data file says, and how the studio shows it."""

from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content.loading.facts import load_facts
from content.loading.files import DATA, key_of
from content.models import Fact, LibraryPage
from content.models.facts import GOOD_FOR
from people.models import Chain, Role, Store
from tests.factories.pages import in_studio, script_page
from tests.factories.people import ChainFactory, StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
FACTS = reverse("studio_facts")


def fact(key: str, *, days: int = 10, used_in: list[str] | None = None) -> Fact:
    """One that was looked at so many days ago."""
    return Fact.objects.create(
        key=key,
        statement={"zh-Hant": f"「{key}」是這樣。", "en": f"{key} is so."},
        source="udn 2026-02-13",
        last_verified=timezone.localdate() - timedelta(days=days),
        confidence="high",
        used_in=used_in or ["lost-elder/n1"],
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data files that a test may change."""
    return Path(copytree(DATA, tmp_path / "data"))


@pytest.fixture
def programme_trainer(library: LibraryPage) -> Client:
    client = Client()
    client.force_login(in_studio(Role.TRAINER, None))
    return client


def test_the_file_is_what_stands() -> None:
    assert load_facts().changed
    waiting = Fact.objects.get(pk="missing-no-wait")
    assert (str(waiting), waiting.last_verified) == ("失蹤報案不用等 24 小時。", date(2025, 9, 16))
    assert waiting.places() == [("lost-elder", "n5"), ("drill-lost-elder", "channel")]


def test_loading_again_changes_nothing() -> None:
    load_facts()
    before = list(Fact.objects.values())
    assert not load_facts().changed
    assert list(Fact.objects.values()) == before


def test_a_changed_fact_is_changed_and_one_that_left_the_file_goes(data: Path) -> None:
    load_facts(data)
    file = data / "facts.toml"
    first, second = file.read_text().split("[facts.look-ask-keep-call]")
    kept = second.partition("[facts.")[2]
    file.write_text(first.replace("失蹤報案不用等 24 小時。", "失蹤，隨時可以報案。") + "[facts." + kept)
    count = Fact.objects.count()
    assert load_facts(data).changed
    assert Fact.objects.count() == count - 1
    assert not Fact.objects.filter(pk="look-ask-keep-call").exists()
    assert str(Fact.objects.get(pk="missing-no-wait")) == "失蹤，隨時可以報案。"


@pytest.mark.parametrize(("days", "stale"), [(0, False), (365, False), (366, True)])
def test_a_fact_is_stale_after_twelve_months(days: int, stale: bool) -> None:
    today = date(2026, 11, 23)
    assert Fact(last_verified=today - timedelta(days=days)).is_stale(today) is stale
    assert timedelta(days=365) == GOOD_FOR


def test_what_nobody_has_looked_at_longest_comes_first(programme_trainer: Client) -> None:
    fact("fresh", days=3)
    fact("old", days=400)
    page = programme_trainer.get(FACTS).content.decode()
    assert page.index("fact-old") < page.index("fact-fresh")
    assert (page.count("該查了"), "1 條超過 12 個月沒有查證（共 2 條）" in page) == (1, True)


def test_it_says_so_when_all_are_fresh_and_when_there_are_none(programme_trainer: Client) -> None:
    assert "還沒有載入" in programme_trainer.get(FACTS).content.decode()
    fact("fresh")
    assert "1 條都在 12 個月內查證過" in programme_trainer.get(FACTS).content.decode()


def test_a_fact_leads_a_trainer_to_the_page_and_names_the_step(library: LibraryPage, programme_trainer: Client) -> None:
    page = script_page(library)
    page.translation_key = key_of("lost-elder")
    page.save()
    fact("here")
    fact("gone", used_in=["no-such-script/n7"])
    shown = programme_trainer.get(FACTS).content.decode()
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[page.pk])}"' in shown
    assert "no-such-script <code>n7</code>" in shown


def test_another_chains_trainer_reads_it_and_is_led_to_the_rehearsal_of_what_is_published(
    library: LibraryPage,
) -> None:
    page = script_page(library)
    page.translation_key, page.live = key_of("lost-elder"), True
    page.save()
    fact("here")
    client = Client()
    client.force_login(in_studio(Role.TRAINER, ChainFactory()))
    shown = client.get(FACTS).content.decode()
    assert f'href="{reverse("studio_play", args=[page.translation_key])}"' in shown
    assert f"/pages/{page.pk}/edit/" not in shown


@pytest.mark.parametrize(
    ("role", "status"), [(Role.TRAINER, 200), (Role.EXPERT, 200), (Role.OPERATOR, 200), (Role.HR, 404)]
)
def test_who_may_open_it(library: LibraryPage, role: Role, status: int) -> None:
    chain: Chain = ChainFactory()
    client = Client()
    client.force_login(posted(role, chain) if role == Role.HR else in_studio(role, None))
    assert client.get(FACTS).status_code == status


def test_a_clerk_may_not() -> None:
    store: Store = StoreFactory()
    client = Client()
    client.force_login(clerk(store))
    assert client.get(FACTS).status_code == 404


def test_three_facts_take_as_many_queries_as_one(programme_trainer: Client) -> None:
    fact("one")
    programme_trainer.get(FACTS)
    with CaptureQueriesContext(connection) as one:
        programme_trainer.get(FACTS)
    fact("two")
    fact("three", used_in=["group-photo/n1", "lost-elder/n2"])
    with CaptureQueriesContext(connection) as three:
        programme_trainer.get(FACTS)
    assert len(three) == len(one)
