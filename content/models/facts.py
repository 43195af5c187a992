"""Facts that texts rely on, each with where it was found and when that was last looked at."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models

from content.rules import SOURCE

GOOD_FOR = timedelta(days=365)


class Fact(models.Model):
    """One legal, procedural or numeric statement. `statement` by language; `used_in` names steps as `slug/node`."""

    class Confidence(models.TextChoices):
        HIGH = "high", "高"
        MEDIUM = "medium", "中"
        LOW = "low", "低"

    key = models.SlugField(primary_key=True)
    statement = models.JSONField()
    source = models.TextField()
    last_verified = models.DateField()
    confidence = models.CharField(max_length=8, choices=Confidence)
    used_in = models.JSONField()

    class Meta:
        ordering: ClassVar[list[str]] = ["last_verified", "key"]

    def __str__(self) -> str:
        return str(self.statement[SOURCE])

    def is_stale(self, on: date) -> bool:
        """Whether it was last looked at more than twelve months before that day."""
        return on - self.last_verified > GOOD_FOR

    def places(self) -> list[tuple[str, str]]:
        """Where it is used: slug of the script, id of the step."""
        parts = [place.partition("/") for place in self.used_in]
        return [(slug, node) for slug, _, node in parts]
