"""When somebody lately tried to come in and could not."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone


class WrongTries(models.Model):
    """The tries of the last minutes on one account or from one address; `key` is a keyed hash of its name."""

    key = models.CharField(max_length=64, primary_key=True)
    tried_at = ArrayField(models.DateTimeField(), default=list)
    last_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "嘗試登入"

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.last_at:%Y-%m-%d %H:%M}"
