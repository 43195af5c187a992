"""The audit trail: who did what to what, when."""

from django.db import models

from people.models.person import Person


class AuditEntry(models.Model):
    """One deed that somebody may have to answer for. `by` is empty where the machinery acted."""

    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="deeds")
    verb = models.CharField(max_length=64)
    subject = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject", "at"], name="audit_by_subject")]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"
