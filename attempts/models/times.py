"""Learning time, derived from the steps: one row per person and day, and which days have been summed."""

from django.db import models

from people.models import Person


class LearningDay(models.Model):
    """How long a person learned on one day of the server's clock in Taipei; `ms` as `rules.learned_ms` counts it."""

    day = models.DateField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="learning_days")
    ms = models.PositiveBigIntegerField()

    class Meta:
        # The day first: a month is one stretch of this index, whatever the years before have brought.
        constraints = [models.UniqueConstraint(fields=["day", "person"], name="one_learning_day", include=["ms"])]

    def __str__(self) -> str:
        return f"{self.day} {self.person_id}"


class SummedDay(models.Model):
    """A day that is over and summed. Steps are dated when they are received, so none is ever added to it."""

    day = models.DateField(primary_key=True)
    summed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.day)
