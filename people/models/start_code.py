"""The one start code that a person may have been given."""

from django.db import models
from django.db.models import Q

from people.joining.rules import Given
from people.models.person import Person


class StartCode(models.Model):
    """A code given out, kept as a keyed hash; a new one takes the place of the old. `used_at`: a password was set."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="start_code")
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="start_code_expires", condition=Q(expires_at__gt=models.F("issued_at")))
        ]
        verbose_name = verbose_name_plural = "起始碼"

    def __str__(self) -> str:
        return f"{self.person_id} {self.issued_at:%Y-%m-%d}"

    @property
    def given(self) -> Given:
        return Given(self.expires_at, self.used_at is not None, self.wrong_tries)
