"""Postings: who does what, where, from when until when. What a person may see follows from those alive."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models.moment import Moment
from people.models.organisation import Chain, Region, Store
from people.models.person import Person


class Role(models.TextChoices):
    CLERK = "clerk", _("門市夥伴")
    MANAGER = "manager", _("店長")
    OWNER = "owner", _("加盟主")
    SUPERVISOR = "supervisor", _("區督導")
    TRAINER = "trainer", _("講師")
    EXPERT = "expert", _("專家審閱")
    HR = "hr", _("總部人資")
    AUDITOR = "auditor", _("稽核")
    OPERATOR = "operator", _("平台管理員")


ON_THE_FLOOR = (Role.CLERK, Role.MANAGER)
ON_THE_BOARD = (Role.MANAGER, Role.OWNER, Role.SUPERVISOR, Role.HR, Role.AUDITOR)
WHO_INVITES = (Role.HR, Role.MANAGER, Role.OWNER)
WHO_PLAN = (Role.MANAGER, Role.OWNER, Role.HR)
IN_THE_STUDIO = (Role.TRAINER, Role.EXPERT, Role.OPERATOR)


def alive_at(at: Moment, through: str = "") -> Q:
    """That a posting is alive at `at` (`Now()`: whenever the query runs); `through` leads to it in a join, e.g.
    `postings__`."""
    not_over = Q(**{f"{through}until": None}) | Q(**{f"{through}until__gt": at})
    return not_over & Q(**{f"{through}since__lte": at})


class PostingQuerySet(models.QuerySet["Posting"]):
    def alive(self, at: Moment) -> "PostingQuerySet":
        return self.filter(alive_at(at))

    def on_the_floor(self) -> "PostingQuerySet":
        """Those who stand in a store and are counted for its readiness: clerks and store managers."""
        return self.filter(role__in=ON_THE_FLOOR, store__isnull=False)


class Posting(models.Model):
    """Person, role, scope, time. The scope is exactly one of store, region, chain or the programme."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="postings")
    role = models.CharField("職務", max_length=12, choices=Role.choices)
    store = models.ForeignKey(Store, models.PROTECT, null=True, blank=True, related_name="postings")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="postings")
    chain = models.ForeignKey(Chain, models.PROTECT, null=True, blank=True, related_name="postings")
    programme = models.BooleanField(default=False)
    since = models.DateTimeField("自")
    until = models.DateTimeField("至", null=True, blank=True)

    objects: ClassVar = PostingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="posting_has_exactly_one_scope",
                condition=(
                    Q(store__isnull=False, region=None, chain=None, programme=False)
                    | Q(store=None, region__isnull=False, chain=None, programme=False)
                    | Q(store=None, region=None, chain__isnull=False, programme=False)
                    | Q(store=None, region=None, chain=None, programme=True)
                ),
            ),
            models.CheckConstraint(
                name="posting_ends_after_it_begins", condition=Q(until=None) | Q(until__gt=models.F("since"))
            ),
            models.CheckConstraint(name="posting_role_known", condition=Q(role__in=Role.values)),
            models.UniqueConstraint(
                fields=["person", "role", "store", "region", "chain", "programme"],
                condition=Q(until=None),
                nulls_distinct=False,
                name="one_open_posting_per_person_role_scope",
            ),
        ]
        indexes = [models.Index(fields=["store", "role"], condition=Q(until=None), name="posting_open_by_store")]
        verbose_name = verbose_name_plural = "職務"

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()}"
