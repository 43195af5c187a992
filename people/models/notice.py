"""Notices, and how a person wants to be told outside the app."""

from datetime import time
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from people.models.moment import Moment
from people.models.person import Person

QUIET_FROM, QUIET_UNTIL = time(23), time(7)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def standing(self, at: Moment) -> "NoticeQuerySet":
        """Those that still say something at `at`."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=at))

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)


class Notice(models.Model):
    """Something that a person is told. In the app this row is the notice: `key` names the fact, and so it is told once.

    `data` fills the gaps of the kind's sentences (`people.notices.texts`) and is the same for every language; `link` is
    a path of ours.
    """

    # Thousands are written at once, so there is no index that says nothing new: `notice_by_person` leads to a person's,
    # and what is over is looked for once a day, in all of them.
    person = models.ForeignKey(Person, models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=24)
    key = models.CharField(max_length=200)
    data = models.JSONField(default=dict)
    link = models.CharField(max_length=200, default="/")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notice_by_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="notice_told_once"),
            # Of ours: a path that begins with one slash leads to no foreign host.
            models.CheckConstraint(name="notice_link_is_ours", condition=Q(link__regex=r"^/([^/\\]|$)")),
        ]
        verbose_name = verbose_name_plural = "通知"

    def __str__(self) -> str:
        return self.key


class NoticeChoice(models.Model):
    """What a person has chosen; without a row the defaults hold. Where both ends are the same no hour is quiet."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="notice_choice")
    quiet_from = models.TimeField("開始", default=QUIET_FROM)
    quiet_until = models.TimeField("結束", default=QUIET_UNTIL)
    silent_channels = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    silent_kinds = ArrayField(models.CharField(max_length=24), default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通知方式"

    def __str__(self) -> str:
        return f"{self.person_id} {self.quiet_from:%H:%M}–{self.quiet_until:%H:%M}"
