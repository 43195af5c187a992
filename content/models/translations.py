"""What is known of translations beside their texts."""

from django.db import models


class MachineDraft(models.Model):
    """A translation that a machine wrote and no native reader has read yet; read, and the row goes.

    `key` is the translation key of the pages, and so the work's id; `lang` a language tag.
    """

    key = models.UUIDField()
    lang = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "lang"], name="one_draft_mark_per_work_and_lang")]

    def __str__(self) -> str:
        return f"{self.key} {self.lang}"
