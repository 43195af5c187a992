"""Works and their editions: what learners, attempts and certificates know. Pages are only how they are written."""

import json
import uuid
from functools import lru_cache
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from content.rules import SOURCE, title_in
from content.script import Script, load
from people.models import Chain, Person


class WorkQuerySet(models.QuerySet["Work"]):
    def visible_to(self, chain_id: int | None) -> "WorkQuerySet":
        """A chain's own works and the programme's."""
        return self.filter(Q(owner=None) | Q(owner_id=chain_id))

    def certifying(self) -> "WorkQuerySet":
        """Courses that lead to a certificate."""
        return self.filter(kind=Work.Kind.COURSE, certifies=True, current__isnull=False)


class Work(models.Model):
    """The stable identity of a script, a course or the hotlines. `id` is the translation key of the page that it is
    written on, where there is one; `owner` None is the programme. An item is a question that stands alone, `part_of`
    the lesson that it was cut from."""

    class Kind(models.TextChoices):
        LESSON = "lesson", "課程單元"
        SCENARIO = "scenario", "情境"
        DRILL = "drill", "演練"
        COURSE = "course", "課程"
        HOTLINES = "hotlines", "專線"
        ITEM = "item", "複習題"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    owner = models.ForeignKey(Chain, models.PROTECT, null=True, blank=True, related_name="works")
    titles = models.JSONField(default=dict)  # language tag → title, as of the current edition
    minutes = models.PositiveSmallIntegerField(default=0)
    certifies = models.BooleanField(default=True)  # of a course: whether it leads to a certificate
    current = models.ForeignKey("Edition", models.PROTECT, null=True, blank=True, related_name="+")
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")

    objects: ClassVar = WorkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="hotlines"), name="only_one_list_of_hotlines")
        ]

    def __str__(self) -> str:
        return self.title()

    def title(self, lang: str = SOURCE) -> str:
        """The title in a language, else in the source language."""
        untitled = self.get_kind_display() if self.kind == self.Kind.HOTLINES else self.id
        return str(title_in(self.titles, lang) or untitled)

    def turn_to(self, edition: "Edition | None") -> None:
        """Make `edition` the current one, None where none stands; what the work says of itself follows the edition."""
        self.current = edition
        if edition is not None:
            body = edition.read()
            self.titles = {lang: texts["title"] for lang, texts in body.get("texts", {}).items() if texts.get("title")}
            self.minutes = body.get("minutes", 0)
            self.certifies = body.get("certifies", True)
        self.save(update_fields=["current", "titles", "minutes", "certifies"])


class Edition(models.Model):
    """A frozen edition of a work, addressed by the SHA-256 of its canonical body. Never changed, never deleted."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    work = models.ForeignKey(Work, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    structure_sha256 = models.CharField(max_length=64)
    body = models.BinaryField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "number"], name="edition_number_unique_in_work")]
        indexes = [
            models.Index(F("withdrawn_at").desc(), condition=Q(withdrawn_at__isnull=False), name="edition_withdrawn")
        ]

    def __str__(self) -> str:
        return f"{self.work_id} no. {self.number}"

    def read(self) -> dict[str, Any]:
        """The body as JSON value."""
        body: dict[str, Any] = json.loads(bytes(self.body))
        return body


class LearnerView(models.Model):
    """What a phone receives of an edition in one language, as the bytes that are sent."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="learner_views")
    lang = models.CharField(max_length=16)
    owner = models.ForeignKey(Chain, models.PROTECT, null=True, blank=True, related_name="+")
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "lang"], name="one_learner_view_per_edition_and_lang")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id[:12]} {self.lang}"


@lru_cache(maxsize=512)
def script_of(sha256: str) -> Script:
    """The script of an edition, ready to replay. Editions never change, so a process reads each once."""
    return load(Edition.objects.only("body").get(pk=sha256).read(), trusted=True)
