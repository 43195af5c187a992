"""The library: one tree of pages per owner, with folders."""

from typing import Any, ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel
from wagtail.models import Collection, Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from people.models import Chain


class QuietPage(Page):
    """A page of the studio: nothing of a website, no scheduled publishing, no address of its own."""

    settings_panels: ClassVar[list[Any]] = []
    promote_panels: ClassVar[list[Any]] = []
    show_in_menus_default = False

    class Meta:
        abstract = True

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return []

    @cached_property
    def library(self) -> "LibraryPage | None":
        """The library that this page lies in."""
        return LibraryPage.objects.ancestor_of(self).select_related("chain").first()

    def get_url_parts(self, request: Any = None) -> tuple[Any, str | None, str | None]:
        """No address of its own, and no warning about that either."""
        return None, None, None


class LibraryPage(QuietPage):
    """The root of one owner's pages, its picture collection and its groups; `chain` None is the programme."""

    chain = models.ForeignKey(Chain, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所屬體系")
    collection = models.ForeignKey(Collection, models.PROTECT, null=True, editable=False, related_name="+")
    trainers = models.ForeignKey(Group, models.PROTECT, null=True, editable=False, related_name="+")
    experts = models.ForeignKey(Group, models.PROTECT, null=True, editable=False, related_name="+")

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "content.FolderPage",
        "content.LessonPage",
        "content.ScenarioPage",
        "content.DrillPage",
        "content.CoursePage",
    ]
    is_creatable = False
    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title", heading="教材庫名稱", help_text="只給同事看，學員看不到。")
    ]
    translatable_fields: ClassVar[list[Any]] = [
        TranslatableField("title"),
        SynchronizedField("chain", overridable=False),
        SynchronizedField("collection", overridable=False),
        SynchronizedField("trainers", overridable=False),
        SynchronizedField("experts", overridable=False),
    ]

    class Meta:
        verbose_name = "教材庫"
        verbose_name_plural = "教材庫"


class FolderPage(QuietPage):
    """A folder, for order only."""

    parent_page_types: ClassVar[list[str]] = ["content.LibraryPage", "content.FolderPage"]
    subpage_types: ClassVar[list[str]] = [
        "content.FolderPage",
        "content.LessonPage",
        "content.ScenarioPage",
        "content.DrillPage",
        "content.CoursePage",
    ]
    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title", heading="資料夾名稱", help_text="只給同事看，學員看不到。")
    ]
    translatable_fields: ClassVar[list[Any]] = [TranslatableField("title")]

    class Meta:
        verbose_name = "資料夾"
        verbose_name_plural = "資料夾"
