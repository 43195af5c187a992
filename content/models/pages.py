"""The pages on which scripts and courses are written. Quiet: what is taught is the edition, not the page."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from wagtail.admin.panels import CommentPanel, FieldPanel, FieldRowPanel, Panel
from wagtail.models import Revision
from wagtail_localize.fields import SynchronizedField, TranslatableField

from content import rules
from content.actions.publish import publish_work
from content.blocks import (
    Checklist,
    Counters,
    CourseWorks,
    Cues,
    DrillNodes,
    LessonNodes,
    QuietStreamField,
    ScenarioNodes,
)
from content.blocks.beginning import first_steps
from content.forms import CourseForm, ScriptForm
from content.models.library import QuietPage
from content.panels import FindingsPanel
from content.play import play_draft, play_url
from content.script import COMPETENCIES
from content.script.structure import COMPETENCY_WORDS
from people.models import Person

PARENTS = ["content.LibraryPage", "content.FolderPage"]


def all_competencies() -> list[str]:
    """A new script claims all four until its trainer says otherwise."""
    return list(COMPETENCIES)


class Review(models.TextChoices):
    DRAFT = rules.DRAFT, "草稿，待專家審閱"
    REVIEWED = rules.REVIEWED, "已審閱"


def synchronised(*names: str) -> list[SynchronizedField]:
    return [SynchronizedField(name, overridable=False) for name in names]


def script_panels(*more: Panel) -> list[Panel]:
    """The editor of a script, with what one form has more after its steps."""
    return [
        FindingsPanel(heading="檢查結果", icon="check"),
        FieldPanel("title", heading="標題", help_text="學員看到的名字。"),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("pass_mark")], heading="時間與門檻"),
        FieldPanel("competencies"),
        FieldPanel("nodes"),
        *more,
        FieldPanel("review", permission="content.review_scripts"),
        CommentPanel(),
    ]


class WorkPage(QuietPage):
    """A page that is published into editions of the work whose id is its translation key."""

    summary = models.TextField("簡介", blank=True, help_text="一兩句話：學員為什麼要學這個。")
    review = models.CharField("審閱狀態", max_length=10, choices=Review.choices, default=Review.DRAFT)
    data_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    parent_page_types: ClassVar[list[str]] = PARENTS
    subpage_types: ClassVar[list[str]] = []
    kind: ClassVar[str]

    class Meta:
        abstract = True

    def publish(
        self, revision: Revision, user: Person | None = None, *args: Any, at: datetime | None = None, **kwargs: Any
    ) -> None:
        """Publish page and edition together or neither; `at` is when (now). Raises CannotPublish on lint errors.

        Everybody comes through here: the editor's button (by a hook), the workflow, translations and code.
        """
        with transaction.atomic():
            super().publish(revision, user, *args, **kwargs)
            publish_work(page_class=type(self), key=self.translation_key, by=user, at=at)

    def get_admin_display_title(self) -> str:
        title = super().get_admin_display_title()
        return title if self.review == Review.REVIEWED else f"{title}（{Review.DRAFT.label}）"


class ScriptPage(WorkPage):
    """What a lesson, a scenario and a drill have in common."""

    minutes = models.PositiveSmallIntegerField(
        "需要幾分鐘", default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    pass_mark = models.PositiveSmallIntegerField(
        "通過門檻（％）",
        default=70,
        validators=[MaxValueValidator(100)],
        help_text="拿到最佳走法的幾成分數算通過，一般是 70。",
    )
    competencies = ArrayField(
        models.CharField(max_length=10, choices=[(name, COMPETENCY_WORDS[name]) for name in COMPETENCIES]),
        verbose_name="練到哪些能力",
        default=all_competencies,
        blank=True,
    )

    base_form_class = ScriptForm
    content_panels: ClassVar[list[Any]] = script_panels()
    translatable_fields: ClassVar[list[Any]] = [
        TranslatableField("title"),
        TranslatableField("summary"),
        TranslatableField("nodes"),
        *synchronised("minutes", "pass_mark", "competencies", "review"),
    ]

    class Meta:
        abstract = True

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return [("", "試玩")]

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[Any, str | None, str | None]:
        """ "View live" is the player in rehearsal."""
        return None, settings.BASE_URL, play_url(self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The draft as the player shows it, or what keeps it from being played."""
        return play_draft(request, self)


class LessonPage(ScriptPage):
    """Cards and a knowledge check: the order of the blocks is the story."""

    kind = "lesson"
    nodes = QuietStreamField(LessonNodes(), blank=True, verbose_name="內容")

    class Meta:
        verbose_name = "課程單元"
        verbose_name_plural = "課程單元"
        permissions = [("review_scripts", "審閱教材")]


class StoryPage(ScriptPage):
    """A branching story: each way out says where it leads."""

    counters = QuietStreamField(
        Counters(),
        blank=True,
        verbose_name="計數",
        help_text="故事要記住前面做過什麼，才需要計數：選項加減它，卡片和選項看它決定走哪裡。",
    )

    content_panels: ClassVar[list[Any]] = script_panels(FieldPanel("counters", classname="collapsed"))
    translatable_fields: ClassVar[list[Any]] = [*ScriptPage.translatable_fields, *synchronised("counters")]

    class Meta:
        abstract = True


class ScenarioPage(StoryPage):
    kind = "scenario"
    nodes = QuietStreamField(ScenarioNodes(), blank=True, verbose_name="步驟")

    class Meta:
        verbose_name = "情境"
        verbose_name_plural = "情境"


class DrillPage(StoryPage):
    """A story on the clock, with what there is to notice and what an observer ticks."""

    kind = "drill"
    nodes = QuietStreamField(DrillNodes(), blank=True, verbose_name="步驟", default=first_steps)
    target_seconds = models.PositiveSmallIntegerField(
        "整場幾秒內做完",
        default=240,
        validators=[MinValueValidator(30), MaxValueValidator(600)],
        help_text="從看到警示卡算起，30 到 600 秒。",
    )
    cues = QuietStreamField(
        Cues(), blank=True, verbose_name="線索", help_text="店員要自己發現的事，一到六個。愈多、愈不明顯，演練就愈難。"
    )
    expected = QuietStreamField(
        Checklist(),
        blank=True,
        verbose_name="現場檢核",
        help_text="旁邊看的人照著勾：店員在店裡要做到的事。不必和手機上的題目一樣。",
    )

    content_panels: ClassVar[list[Any]] = script_panels(
        FieldPanel("target_seconds"),
        FieldPanel("cues"),
        FieldPanel("expected"),
        FieldPanel("counters", classname="collapsed"),
    )
    translatable_fields: ClassVar[list[Any]] = [
        *StoryPage.translatable_fields,
        TranslatableField("cues"),
        TranslatableField("expected"),
        *synchronised("target_seconds"),
    ]

    class Meta:
        verbose_name = "演練"
        verbose_name_plural = "演練"


class CoursePage(WorkPage):
    """References to works in their order, with a pass rule."""

    kind = "course"
    works = QuietStreamField(CourseWorks(), blank=True, verbose_name="單元與情境", help_text="學員照這個順序走。")
    need = models.PositiveSmallIntegerField(
        "要通過幾個", null=True, blank=True, validators=[MinValueValidator(1)], help_text="空白就是全部都要通過。"
    )
    certifies = models.BooleanField(
        "走完發證書", default=True, help_text="補強用的短課不發證書，就不要勾。不發證書的課不能指派給整個體系。"
    )
    validity_months = models.PositiveSmallIntegerField(
        "證書有效幾個月", default=12, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )

    base_form_class = CourseForm
    content_panels: ClassVar[list[Any]] = [
        FindingsPanel(heading="檢查結果", icon="check"),
        FieldPanel("title", heading="課程名稱", help_text="學員看到的名字。"),
        FieldPanel("summary"),
        FieldPanel("works"),
        FieldRowPanel(
            [FieldPanel("need"), FieldPanel("certifies"), FieldPanel("validity_months")], heading="通過與證書"
        ),
        FieldPanel("review", permission="content.review_scripts"),
        CommentPanel(),
    ]
    translatable_fields: ClassVar[list[Any]] = [
        TranslatableField("title"),
        TranslatableField("summary"),
        *synchronised("works", "need", "certifies", "validity_months", "review"),
    ]

    class Meta:
        verbose_name = "課程"
        verbose_name_plural = "課程"
