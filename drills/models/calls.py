"""Store drills, calls, and what happened to them."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from attempts.models import Attempt
from drills.models.plans import Run
from people.models import Person, Store
from people.models.moment import Moment

PATIENCE = timedelta(minutes=30)
"""How long after sending a call may be answered until it is missed."""

OPEN = ("planned", "armed", "sent", "acknowledged", "in_progress")
ANSWERING = ("sent", "acknowledged", "in_progress")


class StoreDrill(models.Model):
    """One store in one run. `at` is the moment at which its shift is alerted, None where there was no room for it
    (`unplaced` says why); `place` is in which order of the draw's bands it stands."""

    class Unplaced(models.TextChoices):
        NO_ROOM = "no_room", "場次裡沒有合適的時間"
        HOLIDAY = "holiday", "整段都是國定假日"
        BLACKOUT = "blackout", "整段都是停練日"
        TOO_NEAR = "too_near", "離這家門市別的演練都太近"
        CLOSED = "closed", "門市歇業"
        NOBODY = "nobody", "沒有要練的人"

    run = models.ForeignKey(Run, models.CASCADE, related_name="store_drills")
    store = models.ForeignKey(Store, models.PROTECT, related_name="store_drills")
    band = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    unplaced = models.CharField(max_length=8, choices=Unplaced.choices, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    debriefed_at = models.DateTimeField(null=True, blank=True)
    debriefed_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "store"], name="one_store_drill_per_run_and_store"),
            models.CheckConstraint(
                name="store_drill_placed_or_not",
                condition=Q(at__isnull=False, unplaced="") | (Q(at=None) & ~Q(unplaced="")),
            ),
            models.CheckConstraint(name="store_drill_band_known", condition=Q(band__in=["", "early", "late", "night"])),
        ]
        indexes = [
            models.Index(fields=["store", "at"], name="store_drill_by_store"),
            models.Index(fields=["at"], condition=Q(closed_at=None), name="store_drill_open"),
        ]
        verbose_name = verbose_name_plural = "門市演練"

    def __str__(self) -> str:
        return f"{self.run_id} {self.store_id}"


class CallQuerySet(models.QuerySet["Call"]):
    def answering(self) -> "CallQuerySet":
        """Those that were sent and wait for an end."""
        return self.filter(state__in=ANSWERING)

    def sent_within(self, since: Moment, at: Moment) -> "CallQuerySet":
        """Those that wait for an end and were sent after `since` and until `at`."""
        return self.answering().filter(sent_at__gt=since, sent_at__lte=at)


class Call(models.Model):
    """One person in one store drill. `state` is how far it has come, `result` what it came to, whatever stage follows.

    `acknowledged_at`, `first_correct_at`, `reported_at`, `ended_at` are judged moments (`drills.rules.clock`); where
    one of them comes from the phone's clock `phone_timed` is set. `standards` keeps per expected action of the script
    `met`, `late` or `not_done`.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "排好了"
        ARMED = "armed", "準備好了"
        SENT = "sent", "送出了"
        ACKNOWLEDGED = "acknowledged", "收到了"
        IN_PROGRESS = "in_progress", "進行中"
        COMPLETED = "completed", "做完了"
        MISSED = "missed", "錯過了"
        EXCUSED = "excused", "免做"
        ABORTED = "aborted", "有真的事，停了"
        DEBRIEFED = "debriefed", "檢討過"
        CLOSED = "closed", "結案"

    class Result(models.TextChoices):
        PASSED = "passed", _("通過")
        FAILED = "failed", _("還沒過")
        MISSED = "missed", _("錯過了")
        EXCUSED = "excused", _("免做")
        ABORTED = "aborted", _("有真的事，停了")

    class Excuse(models.TextChoices):
        MOVED = "moved", _("調走了")
        OFF_SHIFT = "off_shift", _("不在班上")
        ABSENT = "absent", _("請假")
        LEFT = "left", _("離職")
        STORE_CLOSED = "closed", _("門市歇業")
        BUSY = "busy", _("正在做另一個演練")
        CANCELLED = "cancelled", _("場次取消")
        LATE = "late", _("來不及送，也排不到別的時間")
        ANSWERED = "answered", _("原來那次做完了")
        SKIPPED = "skipped", _("跳過了沉重的內容")
        BY_MANAGER = "manager", _("店長讓他免做")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, db_default=models.Func(function="gen_random_uuid"))
    store_drill = models.ForeignKey(StoreDrill, models.CASCADE, related_name="calls")
    # Without an index of its own, which planners would take for `call_due` where a run is new to them.
    run = models.ForeignKey(Run, models.CASCADE, related_name="calls", db_index=False)
    # `call_by_person` leads to them.
    person = models.ForeignKey(Person, models.PROTECT, related_name="drill_calls", db_index=False)
    makeup_of = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="makeup")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.PLANNED, db_default="planned")
    result = models.CharField(max_length=8, choices=Result.choices, blank=True, db_default="")
    excuse = models.CharField(max_length=10, choices=Excuse.choices, blank=True, db_default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    first_correct_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    phone_timed = models.BooleanField(default=False, db_default=False)
    attempt = models.OneToOneField(Attempt, models.PROTECT, null=True, blank=True, related_name="drill_call")
    standards = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))

    objects: ClassVar = CallQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "person"], condition=Q(makeup_of=None), name="one_call_per_run_and_person"
            ),
            models.CheckConstraint(
                name="call_state_known",
                condition=Q(
                    state__in=[
                        "planned", "armed", "sent", "acknowledged", "in_progress", "completed", "missed", "excused",
                        "aborted", "debriefed", "closed",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="call_result_once_over",
                condition=(Q(state__in=OPEN) & Q(result="")) | (~Q(state__in=OPEN) & ~Q(result="")),
            ),
            models.CheckConstraint(
                name="call_sent_where_answered", condition=~Q(state__in=ANSWERING) | Q(sent_at__isnull=False)
            ),
            models.CheckConstraint(
                name="call_acknowledged_after_sent",
                condition=Q(acknowledged_at=None) | Q(acknowledged_at__gte=F("sent_at")),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["run", "due_at", "store_drill"],
                condition=Q(state__in=["planned", "armed"]),
                name="call_due",
            ),
            models.Index(fields=["run", "sent_at"], condition=Q(state__in=ANSWERING), name="call_ringing"),
            models.Index(fields=["person", "sent_at"], condition=Q(state__in=ANSWERING), name="call_answering"),
            models.Index(fields=["person", "-due_at"], name="call_by_person"),
            models.Index(fields=["store_drill"], condition=Q(makeup_of__isnull=False), name="call_makeup"),
            models.Index(
                fields=["run", "id"],
                condition=Q(result__in=["missed", "aborted"], makeup_of=None),
                name="call_to_make_up",
            ),
        ]
        verbose_name = verbose_name_plural = "演練呼叫"

    def __str__(self) -> str:
        return str(self.pk)

    def seconds_until(self, moment: datetime | None) -> int | None:
        """Whole seconds from the sending until a moment; None where one of them is not."""
        return None if moment is None or self.sent_at is None else round((moment - self.sent_at).total_seconds())

    @property
    def purpose(self) -> str:
        """What an attempt that answers it is for."""
        return f"drill:{self.pk}"


class Event(models.Model):
    """One line of a run's timeline; only ever added. `by` is empty where the machinery acted."""

    class Kind(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("timeline", "排好")
        STARTED = "started", pgettext_lazy("timeline", "開始")
        MOVED = "moved", pgettext_lazy("timeline", "換了時間")
        SENT = "sent", pgettext_lazy("timeline", "送出")
        EXCUSED = "excused", pgettext_lazy("timeline", "免做")
        ACKNOWLEDGED = "acknowledged", pgettext_lazy("timeline", "收到")
        COMPLETED = "completed", pgettext_lazy("timeline", "做完")
        MISSED = "missed", pgettext_lazy("timeline", "錯過")
        MADE_UP = "made_up", pgettext_lazy("timeline", "排了補練")
        ABORTED = "aborted", pgettext_lazy("timeline", "有真的事")
        REMINDED = "reminded", pgettext_lazy("timeline", "提醒")
        ESCALATED = "escalated", pgettext_lazy("timeline", "通知店長")
        PAUSED = "paused", pgettext_lazy("timeline", "暫停")
        RESUMED = "resumed", pgettext_lazy("timeline", "繼續")
        CANCELLED = "cancelled", pgettext_lazy("timeline", "取消")
        WIDENED = "widened", pgettext_lazy("timeline", "加門市")
        OBSERVED = "observed", pgettext_lazy("timeline", "觀察")
        DEBRIEFED = "debriefed", pgettext_lazy("timeline", "檢討")
        OVER = "over", pgettext_lazy("timeline", "結束")
        CLOSED = "closed", pgettext_lazy("timeline", "結案")

    run = models.ForeignKey(Run, models.CASCADE, related_name="events")
    store_drill = models.ForeignKey(StoreDrill, models.CASCADE, null=True, blank=True, related_name="events")
    call = models.ForeignKey(Call, models.CASCADE, null=True, blank=True, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    detail = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["run", "at"], name="event_by_run")]

    def __str__(self) -> str:
        return f"{self.kind} {self.run_id}"
