"""What the studio adds to Wagtail's admin, and what it takes away."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import URLPattern, path, re_path, reverse
from django.utils.html import format_html, format_html_join
from wagtail import hooks
from wagtail.admin import messages as admin_messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from content import views
from content.actions.publish import CannotPublish
from content.edge import CLOSED, refused
from content.hotlines import views as hotlines
from content.menus import ItemFor
from content.models import Work, WorkPage
from content.panels import LibrariesPanel
from content.rules import LANGUAGES, SOURCE
from content.script.wording import LANG_WORDS
from content.studio import at_the_desk, known_pages
from content.translating import machine_drafts

HIDDEN_MENUS = {"locales", "sites", "redirects", "collections", "help"}


@hooks.register("register_admin_urls")
def studio_urls() -> list[URLPattern]:
    return [
        path("play/<uuid:work_id>/", views.play, name="studio_play"),
        path("play/<uuid:work_id>/outcome", views.play_outcome, name="studio_play_outcome"),
        re_path(r"^draft/(?P<address>[0-9a-f]{64})/outcome$", views.draft_outcome, name="studio_draft_outcome"),
        path("media/<path:path>", views.media, name="studio_media"),
        path("findings/<int:page_id>/", views.findings, name="studio_findings"),
        path("facts/", views.facts, name="studio_facts"),
        path("works/<uuid:work_id>/editions/", views.editions, name="studio_editions"),
        path("works/<uuid:work_id>/languages/", views.languages, name="studio_languages"),
        re_path(r"^editions/(?P<sha256>[0-9a-f]{64})/withdraw/$", views.withdraw_edition, name="studio_withdraw"),
        path("hotlines/", hotlines.listed, name="studio_hotlines"),
        path("hotlines/add/", hotlines.add, name="studio_hotline_add"),
        path("hotlines/edit/<slug:key>/", hotlines.edit, name="studio_hotline_edit"),
        path("hotlines/retire/<slug:key>/", hotlines.retire, name="studio_hotline_retire"),
        path("hotlines/back/<slug:key>/", hotlines.bring_back, name="studio_hotline_back"),
        path("works/", views.works, name="studio_works"),
    ]


@hooks.register("register_admin_menu_item")
def hotlines_in_the_menu() -> ItemFor:
    return ItemFor(
        "專線", reverse("studio_hotlines"), shown=at_the_desk, name="hotlines", icon_name="mobile-alt", order=320
    )


@hooks.register("register_admin_menu_item")
def works_in_the_menu() -> ItemFor:
    return ItemFor("歷來版本", reverse("studio_works"), shown=at_the_desk, name="works", icon_name="history", order=330)


@hooks.register("before_publish_page")
def publish_through_the_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The editor's button takes the same way as everybody: page and edition together, or neither."""
    if not isinstance(page, WorkPage):
        return None
    before = Work.objects.filter(pk=page.translation_key).values_list("current_id", flat=True).first()
    try:
        page.get_latest_revision().publish(user=request.user)
    except CannotPublish as refusal:
        return refused(request, refusal)
    _tell_edition(request, page, before)
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


@hooks.register("after_copy_page")
def copies_are_drafts(request: HttpRequest, page: Page, new_page: Page) -> None:
    """A copy is a work of its own: it has no edition until it is published itself."""
    for copy in new_page.get_descendants(inclusive=True).live().specific():
        if isinstance(copy, WorkPage):
            copy.unpublish(user=request.user)
            messages.info(request, f"「{copy.title}」的複本是草稿，檢查好再發布。")


@hooks.register("construct_homepage_panels")
def libraries_first(request: HttpRequest, panels: list[Any]) -> None:
    """The trainer's home begins with their libraries and what can be written there."""
    panels.insert(0, LibrariesPanel())


def _tell_edition(request: HttpRequest, page: WorkPage, before: str | None) -> None:
    edition = Work.objects.select_related("current").get(pk=page.translation_key).current
    if edition.pk == before:
        messages.success(request, f"「{page.title}」已經發布。內容和第 {edition.number} 版一樣，所以沒有新的一版。")
    else:
        said = f"「{page.title}」已經發布：這是第 {edition.number} 版。正在作答的人會用原來那一版做完。"
        messages.success(request, said)


@hooks.register("construct_page_chooser_queryset")
def own_and_shared_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Choosers offer one's own library, and of the programme's only what is published."""
    return pages.filter(known_pages(request.user))


@hooks.register("register_page_header_buttons")
def edition_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """From a page to its editions and to its translations."""
    if isinstance(page, WorkPage) and Work.objects.filter(pk=page.translation_key).exists():
        url = reverse("studio_editions", args=[page.translation_key])
        yield Button("歷來版本", url, icon_name="history", priority=35)
        spoken = reverse("studio_languages", args=[page.translation_key])
        yield Button("各語言", spoken, icon_name="wagtail-localize-language", priority=36)


@hooks.register("before_edit_page", order=-1)
def tell_of_a_machines_draft(request: HttpRequest, page: Page) -> None:
    """Above a translation that no native reader has read stands what to do once one has."""
    tag = LANGUAGES[page.locale.language_code]
    if request.method == "GET" and tag != SOURCE and tag in machine_drafts(page.translation_key):
        there = admin_messages.button(reverse("studio_languages", args=[page.translation_key]), "到各語言")
        said = f"這份{LANG_WORDS[tag]}是機器翻譯的草稿。母語夥伴從頭到尾看過、改好了，再到「各語言」標成看過。"
        admin_messages.info(request, said, buttons=[there])


@hooks.register("register_admin_menu_item")
def facts_item() -> MenuItem:
    return MenuItem("事實與來源", reverse("studio_facts"), name="facts", icon_name="list-ul", order=300)


@hooks.register("construct_main_menu")
@hooks.register("construct_settings_menu")
@hooks.register("construct_reports_menu")
def hide_menus(request: HttpRequest, items: list[Any]) -> None:
    """Closed doors are not offered, nor what is no business of the studio."""
    items[:] = [item for item in items if item.name not in HIDDEN_MENUS and not CLOSED.match(item.url or "")]


@hooks.register("insert_global_admin_css")
def studio_css() -> str:
    sheets = [(static(f"content/{name}.css"),) for name in ("studio", "desk")]
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("insert_editor_js")
def editor_js() -> str:
    return format_html('<script type="module" src="{}"></script>', static("content/script-editor.js"))
