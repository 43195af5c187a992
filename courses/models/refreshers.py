"""What persons remember of what they have learned, and the log of how they answered."""

from datetime import date, datetime, time
from typing import ClassVar

from django.db import models
from django.db.models import Q

from attempts.models import Attempt
from content.models import Work
from courses.refreshers.rules import Remembered, Reviewed
from people.models import Person
from people.models.moment import Moment
from people.shifts.rules import SHOP, shop_day


def day_begins(day: date) -> datetime:
    """The first moment of a day of the shop."""
    return datetime.combine(day, time(), SHOP)


class MemoryQuerySet(models.QuerySet["Memory"]):
    def asked(self) -> "MemoryQuerySet":
        """Those of questions that stand in a lesson that stands."""
        return self.filter(item__current__isnull=False, item__part_of__current__isnull=False)

    def due_by(self, begins: Moment) -> "MemoryQuerySet":
        """Those due on the day of the shop that `begins` then, or before it."""
        return self.filter(due_at__lte=begins)


class Memory(models.Model):
    """One person's memory of one question, as FSRS sees it: `stability` in days, `difficulty` 1 … 10, both None until
    it was first answered. All of it follows from the reviews, and can be folded anew."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memories")
    item = models.ForeignKey(Work, models.PROTECT, related_name="memories")
    learned_at = models.DateTimeField()
    stability = models.FloatField(null=True)
    difficulty = models.FloatField(null=True)
    # Both are the first moment of a day of the shop; the reviews have the minutes.
    last_review = models.DateTimeField(null=True)
    due_at = models.DateTimeField()

    objects: ClassVar = MemoryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "due_at"], name="memory_due")]
        constraints = [
            models.UniqueConstraint(fields=["person", "item"], name="one_memory_per_person_and_item"),
            models.CheckConstraint(
                name="memory_reviewed_or_not",
                condition=Q(stability=None, difficulty=None, last_review=None)
                | Q(stability__gt=0, difficulty__range=(1, 10), last_review__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.item_id}"

    @property
    def purpose(self) -> str:
        """What attempts that refresh it are for."""
        return f"refresher:{self.pk}"

    @property
    def remembered(self) -> Remembered | None:
        """Where it stands; None before the first answer."""
        if self.stability is None or self.difficulty is None or self.last_review is None:
            return None
        return Remembered(self.stability, self.difficulty, shop_day(self.last_review), shop_day(self.due_at))

    def turn_to(self, found: Remembered) -> None:
        """Stand where the reviews lead. Not saved."""
        self.stability, self.difficulty = found.stability, found.difficulty
        self.last_review, self.due_at = day_begins(found.day), day_begins(found.due)


class Review(models.Model):
    """One first answer to a question, in a lesson or a refresher; `elapsed_ms` is the phone's measure, bounded."""

    class Rating(models.IntegerChoices):
        AGAIN = 1
        HARD = 2
        GOOD = 3

    memory = models.ForeignKey(Memory, models.PROTECT, related_name="reviews")
    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="+")
    rating = models.PositiveSmallIntegerField(choices=Rating.choices)
    elapsed_ms = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["memory", "attempt"], name="one_review_per_memory_and_attempt"),
            models.CheckConstraint(name="review_rating_known", condition=Q(rating__in=[1, 2, 3])),
        ]

    def __str__(self) -> str:
        return f"{self.memory_id} {self.rating}"

    @property
    def reviewed(self) -> Reviewed:
        """What the rules need of it."""
        return Reviewed(shop_day(self.at), self.rating)
