"""The poster that hangs in a store's back room, and those who came by it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from people.joining.rules import ASKING
from people.models.moment import Moment
from people.models.organisation import Store
from people.models.person import Person


class JoinPoster(models.Model):
    """What a store's poster leads to: `token` is the last part of its address. A replaced one is kept, so that who
    scans an old sheet can be told."""

    store = models.ForeignKey(Store, models.CASCADE, related_name="posters")
    token = models.CharField(max_length=16, unique=True)
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["store"], condition=Q(replaced_at=None), name="one_live_poster_per_store")
        ]
        verbose_name = verbose_name_plural = "加入海報"

    def __str__(self) -> str:
        return f"{self.store_id} {self.made_at:%Y-%m-%d}"


class JoinState(models.TextChoices):
    ASKED = "asked", "等店長同意"
    APPROVED = "approved", "同意了"
    REFUSED = "refused", "沒有同意"
    ROSTER = "roster", "名單上本來就有"


class JoinReason(models.TextChoices):
    """Why somebody was not let in; a choice rather than a text, so that they read it in their own language."""

    NOT_HERE = "not_here", "不是這家門市的夥伴"
    OTHER = "other", "編號或姓名不對，請改好再送一次"
    HAS_PASSWORD = "has_password", "你已經有密碼了，請直接登入"


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def waiting(self, at: Moment) -> "JoinRequestQuerySet":
        """Those that somebody has still to decide."""
        return self.filter(state=JoinState.ASKED, asked_at__gt=at - ASKING)


class JoinRequest(models.Model):
    """Somebody who scanned a poster. `secret` is the hash of what their browser holds; `code_digest` names the start
    code that the approval gave: another one given since, by a reset for example, ends the way."""

    store = models.ForeignKey(Store, models.CASCADE, related_name="join_requests")
    employee_number = models.CharField(max_length=32)
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=16)
    state = models.CharField(max_length=8, choices=JoinState.choices, default=JoinState.ASKED)
    secret = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="join_requests")
    code_digest = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=16, choices=JoinReason.choices, blank=True)

    objects: ClassVar = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="join_request_decided_or_asked",
                condition=Q(state="asked", decided_at=None) | (~Q(state="asked") & Q(decided_at__gte=F("asked_at"))),
            ),
            models.CheckConstraint(
                name="join_request_let_in_is_somebody",
                condition=~Q(state__in=["approved", "roster"]) | Q(person__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["store", "asked_at"], name="join_request_by_store")]
        verbose_name = verbose_name_plural = "加入申請"

    def __str__(self) -> str:
        return f"{self.employee_number} {self.state}"
