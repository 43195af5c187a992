"""Who may do what in the studio. Harbour's trainers must see nothing of what Valley's are writing."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.operations import translate_object

from content.actions.open_library import open_library
from content.actions.place_in_studio import place_in_studio
from content.models import LibraryPage, ScenarioPage, Work
from content.studio import groups_of
from content.work import PLACE, begun_or_ended, wrongly_placed
from outbox.actions import drain
from people.actions import end_posting
from people.models import Chain, Person, Posting, Role
from tests.factories.content import scenario_body
from tests.factories.pages import course_page, in_studio, published_page, script_page
from tests.factories.people import ChainFactory, posted

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]
SECRET = "SECRETVALLEY"


@pytest.fixture
def valley(hotlines: Work) -> LibraryPage:
    """Another chain's library with a draft, a published page, a course and a picture, all named SECRETVALLEY."""
    library = open_library(chain=ChainFactory(slug="valley", name="SECRETVALLEY 超商"))
    published = published_page(library, scenario_body(f"{SECRET} 已發布"), slug="published")
    translate_object(published, [Locale.objects.get(language_code="en")])
    script_page(library, scenario_body(f"{SECRET} 草稿"), slug="draft")
    course_page(library, slug="course").save()
    file = io.BytesIO()
    Picture.new("RGB", (40, 30), "navy").save(file, "PNG")
    Image.objects.create(
        title=f"{SECRET} 圖", file=ImageFile(file, name="secretvalley.png"), collection=library.collection
    )
    return library


@pytest.fixture
def outsider(chain: Chain, valley: LibraryPage) -> Person:
    """A trainer of another chain."""
    open_library(chain=chain)
    return in_studio(Role.TRAINER, chain)


def studio_routes() -> Iterator[str]:
    """Every route under /studio/ that has a parameter, as a template with `<name>` in it."""
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLResolver) and str(entry.pattern) == "studio/":
            yield from _routes(entry, "/studio/")


def _routes(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _routes(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern).strip("^").rstrip("$")


WORDS = {
    "app_label": "content",
    "content_type_app_name": "content",
    "content_type_app_label": "content",
    "app": "content",
    "model_name": "scenariopage",
    "content_type_model_name": "scenariopage",
    "model": "scenariopage",
    "action": "publish",
    "locale_code": "en",
    "language_code": "en",
}


def filled(route: str, number: int, page: Page) -> str:
    """The route with the foreign object put in wherever something is asked for."""

    def value(match: re.Match[str]) -> str:
        kind, _, name = match[1].rpartition(":")
        if kind == "uuid":
            return str(page.translation_key)
        return WORDS.get(name, str(number))

    return re.sub(r"<([^>]+)>", value, route)


def test_the_walk_finds_the_doors_it_should() -> None:
    routes = set(studio_routes())
    assert {
        "/studio/pages/<int:page_id>/edit/",
        "/studio/choose-page/<int:parent_page_id>/",
        "/studio/images/",
    } <= routes
    assert len(routes) > 150


def test_no_door_of_the_studio_shows_another_chains_work(outsider: Person, valley: LibraryPage, browse: Browse) -> None:
    client, leaks, opened = browse(outsider), [], set()
    client.raise_request_exception = False
    draft = ScenarioPage.objects.get(slug="draft")
    numbers = {draft.pk, valley.pk, draft.latest_revision_id, Image.objects.get().pk}
    numbers |= {TranslationSource.objects.get().pk, Translation.objects.get().pk}
    for route in sorted(set(studio_routes())):
        for number in sorted(numbers) if "<" in route else [0]:
            response = client.get(filled(route, number, draft), {"q": "草稿", "id": draft.pk})
            if response.status_code == 200:
                opened.add(route)
            if not response.streaming and SECRET in response.content.decode(errors="replace"):
                leaks.append((route, number))
    assert leaks == []
    assert len(opened) > 30


def test_its_own_trainer_sees_all_of_it(valley: LibraryPage, browse: Browse) -> None:
    insider = in_studio(Role.TRAINER, valley.chain)
    client = browse(insider)
    draft = ScenarioPage.objects.get(slug="draft")
    for url in (
        reverse("wagtailadmin_explore", args=[valley.pk]),
        reverse("wagtailadmin_pages:edit", args=[draft.pk]),
        reverse("wagtailadmin_choose_page_child", args=[valley.pk]),
    ):
        assert SECRET in client.get(url).content.decode(), url


def test_another_chains_page_cannot_be_changed_or_published(
    outsider: Person, valley: LibraryPage, browse: Browse
) -> None:
    draft = ScenarioPage.objects.get(slug="draft")
    browse(outsider).post(
        reverse("wagtailadmin_pages:edit", args=[draft.pk]), {"title": "改", "action-publish": "action-publish"}
    )
    draft.refresh_from_db()
    assert (draft.title, draft.live) == (f"{SECRET} 草稿", False)


def test_choosers_offer_the_programmes_published_pages_and_not_its_drafts(
    library: LibraryPage, outsider: Person, browse: Browse
) -> None:
    published_page(library, scenario_body("共用的情境"), slug="shared")
    script_page(library, scenario_body("還在寫的"), slug="unfinished")
    html = browse(outsider).get(reverse("wagtailadmin_choose_page_child", args=[library.pk])).json()["html"]
    assert "共用的情境" in html
    assert "還在寫的" not in html


def test_an_operator_works_in_every_library(valley: LibraryPage, browse: Browse) -> None:
    operator = in_studio(Role.OPERATOR, None)
    assert SECRET in browse(operator).get(reverse("wagtailadmin_explore", args=[valley.pk])).content.decode()


def test_an_operator_is_let_into_a_library_that_opens_later(hotlines: Work) -> None:
    operator = in_studio(Role.OPERATOR, None)
    library = open_library(chain=ChainFactory())
    assert set(operator.groups.values_list("pk", flat=True)) >= {library.trainers_id, library.experts_id}


def test_an_expert_edits_and_reviews_but_does_not_publish(library: LibraryPage, browse: Browse) -> None:
    page, expert = published_page(library), in_studio(Role.EXPERT, None)
    html = browse(expert).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'name="review"' in html
    assert "action-publish" not in html


def test_a_trainer_cannot_say_that_it_was_reviewed(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    page = published_page(library)
    html = browse(trainer).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'name="review"' not in html
    assert "action-publish" in html


@pytest.mark.parametrize("role", [Role.CLERK, Role.MANAGER, Role.HR, Role.AUDITOR])
def test_the_studio_is_not_there_for_others(role: Role, chain: Chain, browse: Browse) -> None:
    assert browse(posted(role, chain)).get("/studio/").status_code == 404


@pytest.mark.parametrize("door", ["users/", "groups/", "documents/", "workflows/list/", "reports/workflow/"])
def test_doors_that_lead_past_people_and_chains_are_closed(door: str, hotlines: Work, browse: Browse) -> None:
    assert browse(in_studio(Role.OPERATOR, None)).get(f"/studio/{door}").status_code == 404


def test_a_posting_gives_its_groups_by_owed_work(hotlines: Work, chain: Chain) -> None:
    person = posted(Role.TRAINER, chain)
    drain()
    library = LibraryPage.objects.get(chain=chain, locale__language_code="zh-hant")
    assert list(person.groups.values_list("pk", flat=True)) == [library.trainers_id]


def test_the_end_of_a_posting_takes_its_groups(library: LibraryPage, trainer: Person) -> None:
    assert trainer.groups.count() == 1
    end_posting(posting=trainer.postings.get(), by=None)
    drain()
    assert trainer.groups.count() == 0


def test_a_posting_that_ran_out_is_found_by_the_clock(library: LibraryPage, trainer: Person) -> None:
    Posting.objects.filter(person=trainer).update(until=timezone.now() - timedelta(minutes=1))
    assert [owing.subject.split(":")[0] for owing in begun_or_ended(timezone.now())] == [str(trainer.pk)]
    place_in_studio(person=trainer)
    assert trainer.groups.count() == 0


def test_a_wrong_group_is_found_by_the_reconciliation(library: LibraryPage, trainer: Person) -> None:
    assert list(wrongly_placed(timezone.now())) == []
    trainer.groups.add(library.experts)
    assert [owing.kind for owing in wrongly_placed(timezone.now())] == [PLACE]
    assert groups_of(trainer) == {library.trainers_id}


def test_opening_a_library_again_makes_nothing_new(library: LibraryPage) -> None:
    before = Page.objects.count()
    assert open_library(chain=None) == library
    assert Page.objects.count() == before
