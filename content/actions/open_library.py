"""Opening an owner's library."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from content.models import LibraryPage
from content.rules import LANGUAGES, SOURCE_LOCALE
from content.studio import operators
from people.models import Chain

PROGRAMME = "街燈教材"
TITLES = {"en": "Streetlight library", "vi": "Thư viện Streetlight", "id": "Perpustakaan Streetlight"}
TRAINER_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
EXPERT_PAGES = ("change_page", "lock_page", "unlock_page")
PICTURES = ("add_image", "change_image", "choose_image")


@transaction.atomic
def open_library(*, chain: Chain | None) -> LibraryPage:
    """Make an owner's page tree (in every language), picture collection, groups and review workflow, or find them.

    `chain` None is the programme.
    """
    locales = _locales()
    found = LibraryPage.objects.filter(chain=chain, locale=locales[SOURCE_LOCALE]).first()
    return found or _build(chain, locales)


@transaction.atomic
def open_new_languages() -> None:
    """Give every owner's library the languages that came after it was opened; where none came it writes nothing."""
    locales = _locales()
    there = set(LibraryPage.objects.values_list("translation_key", "locale_id"))
    for library in LibraryPage.objects.filter(locale=locales[SOURCE_LOCALE]).select_related("chain"):
        new = [locale for locale in locales.values() if (library.translation_key, locale.pk) not in there]
        if new:
            _allow_pages(library, [_translated(library, locale) for locale in new])


def _locales() -> dict[str, Locale]:
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}


def _build(chain: Chain | None, locales: dict[str, Locale]) -> LibraryPage:
    name, slug = (chain.name, chain.slug) if chain else (PROGRAMME, "programme")
    root = Page.get_first_root_node()
    library = LibraryPage(
        title=name if chain is None else f"{name}教材",
        slug=f"library-{slug}",
        chain=chain,
        locale=locales[SOURCE_LOCALE],
        collection=Collection.get_first_root_node().add_child(name=name),
        trainers=Group.objects.get_or_create(name=f"studio:{slug}:trainers")[0],
        experts=Group.objects.get_or_create(name=f"studio:{slug}:experts")[0],
    )
    root.add_child(instance=library)
    pages = [library, *(_translated(library, locale) for code, locale in locales.items() if code != SOURCE_LOCALE)]
    _allow(library, pages)
    _ask_experts(library, name)
    if chain is None:
        _tidy_root(library)
    return library


def _translated(library: LibraryPage, locale: Locale) -> LibraryPage:
    copy: LibraryPage = library.copy_for_translation(locale)
    copy.title = TITLES[locale.language_code] if library.chain is None else f"{library.chain.name} library"
    copy.live = True
    copy.save_revision().publish()
    return copy


def _allow(library: LibraryPage, pages: list[LibraryPage]) -> None:
    """Give both groups their rights on the tree, trainers theirs on the collection; operators are in every group."""
    _allow_pages(library, pages)
    for group in (library.trainers, library.experts):
        group.permissions.set(_permissions("access_admin"))
    library.trainers.permissions.add(*_permissions("submit_translation"))
    library.experts.permissions.add(*_permissions("review_scripts"))
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=library.trainers, collection=library.collection, permission=right)
        for right in _permissions(*PICTURES)
    )
    for group in (library.trainers, library.experts):
        group.user_set.add(*operators())


def _allow_pages(library: LibraryPage, pages: list[LibraryPage]) -> None:
    for group, page_rights in ((library.trainers, TRAINER_PAGES), (library.experts, EXPERT_PAGES)):
        rights = _permissions(*page_rights)
        GroupPagePermission.objects.bulk_create(
            GroupPagePermission(group=group, page=page, permission=right) for page in pages for right in rights
        )


def _permissions(*codenames: str) -> list[Permission]:
    apps = {"access_admin": "wagtailadmin", "submit_translation": "wagtail_localize", "review_scripts": "content"}
    return [
        Permission.objects.get(
            codename=name,
            content_type__app_label=apps.get(name, "wagtailimages" if name.endswith("image") else "wagtailcore"),
        )
        for name in codenames
    ]


def _ask_experts(library: LibraryPage, name: str) -> None:
    """Give the tree its review workflow: one task, for the experts of the owner."""
    workflow = Workflow.objects.create(name=f"專家審閱：{name}")
    task = GroupApprovalTask.objects.create(name=f"專家審閱：{name}")
    task.groups.add(library.experts)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=library)


def _tidy_root(library: LibraryPage) -> None:
    """Point the one site at the programme's library; the welcome page and the workflow of a fresh Wagtail go."""
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": library, "site_name": "街燈學堂"}
    )
    Page.objects.filter(depth=2, content_type__app_label="wagtailcore", content_type__model="page").delete()
    WorkflowPage.objects.filter(page=Page.get_first_root_node()).delete()
