"""Where a person can be reached outside the app: a browser's push service, a mail address, a LINE account."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.organisation import Chain
from people.models.person import Person


class ReachQuerySet(models.QuerySet["Reach"]):
    def standing(self) -> "ReachQuerySet":
        """Those that have not ended, confirmed or not."""
        return self.filter(ended_at=None)

    def usable(self) -> "ReachQuerySet":
        """Those that somebody may be written to."""
        return self.standing().filter(confirmed_at__isnull=False)


class Reach(models.Model):
    """One way to one person. A way that has ended stays as a row, so that it can be told why nothing arrives.

    `secrets` are the keys with which a browser decrypts; `browser` is a mark of the session that subscribed, so that
    signing out ends it on a phone that several people use.
    """

    class Channel(models.TextChoices):
        WEB_PUSH = "web_push", _("這支手機的通知")
        MAIL = "mail", _("電子郵件")
        LINE = "line", "LINE"

    person = models.ForeignKey(Person, models.CASCADE, related_name="reaches")
    channel = models.CharField(max_length=12, choices=Channel.choices)
    address = models.CharField(max_length=600)
    secrets = models.JSONField(default=dict)
    browser = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=24, blank=True)

    objects: ClassVar = ReachQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person"], condition=Q(ended_at=None), name="reach_standing")]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address"],
                condition=Q(ended_at=None, channel__in=["web_push", "line"]),
                name="one_person_per_phone_or_account",
            ),
            models.UniqueConstraint(
                fields=["person", "channel"],
                condition=Q(ended_at=None, channel__in=["mail", "line"]),
                name="one_mail_and_one_line_per_person",
            ),
            models.CheckConstraint(name="reach_channel_known", condition=Q(channel__in=["web_push", "mail", "line"])),
            models.CheckConstraint(
                name="reach_ends_after_it_begins", condition=Q(ended_at=None) | Q(ended_at__gte=F("made_at"))
            ),
        ]
        verbose_name = verbose_name_plural = "聯絡方式"

    def __str__(self) -> str:
        return f"{self.person_id} {self.channel}"


class LineChannel(models.Model):
    """A chain's LINE account. Token and secret are sealed with a key made from `SECRET_KEY`."""

    chain = models.OneToOneField(Chain, models.CASCADE, primary_key=True, related_name="line_channel")
    basic_id = models.CharField(max_length=40)
    sealed_token = models.TextField()
    sealed_secret = models.TextField()

    class Meta:
        verbose_name = verbose_name_plural = "LINE 官方帳號"

    def __str__(self) -> str:
        return self.basic_id


class LineCode(models.Model):
    """The code that a person sends to the chain's LINE account to say who they are; kept as a keyed hash."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="line_code")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "LINE 連結碼"

    def __str__(self) -> str:
        return f"{self.person_id} {self.expires_at:%Y-%m-%d %H:%M}"
