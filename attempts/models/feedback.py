"""What a clerk tells us beside the answers. The phone makes the UUIDs; work and edition are the attempt's."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, ProhibitNullCharactersValidator, RegexValidator
from django.db import models
from django.db.models import Expression, Q
from django.utils.translation import gettext_lazy as _

from attempts import rules
from attempts.models.log import Attempt
from people.models import Person
from people.models.moment import Moment

LANGUAGE = RegexValidator(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", "不是語言代碼。")


class Told(models.Model):
    """One thing told: in which attempt, in which language the text stood, when by both clocks."""

    id = models.UUIDField(primary_key=True)
    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="+")
    lang = models.CharField(max_length=16, validators=[LANGUAGE])
    told_at = models.DateTimeField()
    received_at = models.DateTimeField()

    MEMBERS: ClassVar[tuple[str, ...]] = ("attempt_id", "lang", "told_at")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.id}"

    def same_as(self, other: "Told") -> bool:
        """Whether the phone has told the same; when it was received does not count."""
        return all(getattr(self, name) == getattr(other, name) for name in self.MEMBERS)


class Confidence(Told):
    """How sure somebody was of handling it at the counter: `level` 1 (not at all) … 5 (very), before or after."""

    class Moment(models.TextChoices):
        BEFORE = "before", _("學之前")
        AFTER = "after", _("學之後")

    moment = models.CharField(max_length=6, choices=Moment.choices)
    level = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])

    MEMBERS = (*Told.MEMBERS, "moment", "level")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "moment"], name="one_confidence_per_attempt_and_moment"),
            models.CheckConstraint(name="confidence_of_five_levels", condition=Q(level__range=(1, 5))),
            models.CheckConstraint(name="confidence_moment_known", condition=Q(moment__in=["before", "after"])),
        ]


class Usefulness(Told):
    """Whether what was passed is of use at the clerk's own counter."""

    class Use(models.TextChoices):
        YES = "yes", _("有用")
        SOME = "some", _("有一點")
        NO = "no", _("沒用")

    use = models.CharField(max_length=4, choices=Use.choices)

    MEMBERS = (*Told.MEMBERS, "use")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt"], name="one_usefulness_per_attempt"),
            models.CheckConstraint(name="usefulness_known", condition=Q(use__in=["yes", "some", "no"])),
        ]


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> "FlagQuerySet":
        return self.filter(state=Flag.State.OPEN)

    def answered_for(self, person: Person | Expression, since: Moment) -> "FlagQuerySet":
        """What this person reported and a trainer has answered since then, newest first."""
        answered = self.filter(attempt__person=person, answered_at__gte=since)
        return answered.order_by("-answered_at", "pk")


class Flag(Told):
    """「這裡怪怪的」: something at one node is wrong.

    Who said it is known by the attempt, for the one purpose of telling the phone what became of it.
    """

    class About(models.TextChoices):
        FACT = "fact", _("事實不對")
        UNCLEAR = "unclear", _("看不懂")
        UNLIKE = "unlike", _("不像我們店")
        TRANSLATION = "translation", _("翻譯怪怪的")
        OTHER = "other", _("其他")

    class State(models.TextChoices):
        OPEN = "open", _("還沒看")
        MENDED = "mended", _("改好了")
        NO_FAULT = "no_fault", _("不是錯")

    node = models.CharField(max_length=40)
    about = models.CharField(max_length=12, choices=About.choices)
    text = models.CharField(max_length=rules.LONGEST_FLAG, blank=True, validators=[ProhibitNullCharactersValidator()])
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    reply = models.CharField("給夥伴的一句話", max_length=rules.LONGEST_REPLY, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    MEMBERS = (*Told.MEMBERS, "node", "about", "text")
    objects: ClassVar = FlagQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["attempt"], condition=Q(state="open"), name="flag_open"),
            models.Index(fields=["answered_at"], condition=~Q(state="open"), name="flag_answered"),
        ]
        constraints = [
            models.CheckConstraint(
                name="flag_about_known", condition=Q(about__in=["fact", "unclear", "unlike", "translation", "other"])
            ),
            models.CheckConstraint(
                name="flag_answered_or_open",
                condition=Q(state="open", answered_at=None)
                | Q(state__in=["mended", "no_fault"], answered_at__isnull=False),
            ),
            models.CheckConstraint(name="flag_no_fault_says_why", condition=~Q(state="no_fault", reply="")),
        ]
