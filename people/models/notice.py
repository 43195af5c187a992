"""Notices, and how a person wants to be told outside the app."""

import json
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q

from people.models.person import Person

QUIET_FROM, QUIET_UNTIL = time(23), time(7)

# Persons are locked in one order, so that two transactions that tell the same people do not lock each other out; who
# was counted meanwhile is counted on from there.
TELL = """
WITH told AS MATERIALIZED (
    SELECT * FROM unnest(
        %(keys)s::text[], %(persons)s::bigint[], %(kinds)s::text[], %(data)s::jsonb[], %(links)s::text[],
        %(expires)s::timestamptz[]
    ) WITH ORDINALITY AS telling (key, person_id, kind, data, link, expires_at, place)
), there AS MATERIALIZED (
    SELECT id FROM people_person WHERE id = ANY(%(persons)s) AND is_active ORDER BY id FOR NO KEY UPDATE
), made AS (
    INSERT INTO people_notice (key, person_id, kind, data, link, created_at, expires_at)
    SELECT key, person_id, kind, data, link, %(at)s, expires_at FROM told JOIN there ON there.id = person_id
    ORDER BY place ON CONFLICT (key) DO NOTHING
    RETURNING id, person_id, kind, expires_at
), counted AS (
    UPDATE people_person SET unread = unread + fresh.many
    FROM (SELECT person_id, count(*) AS many FROM made GROUP BY person_id) AS fresh WHERE id = fresh.person_id
)
SELECT id, person_id, kind, expires_at FROM made ORDER BY id
"""

READ = """
WITH meant AS MATERIALIZED (
    SELECT person_id FROM people_notice WHERE key = ANY(%(keys)s) AND read_at IS NULL
), there AS MATERIALIZED (
    SELECT id FROM people_person WHERE id IN (SELECT person_id FROM meant) ORDER BY id FOR NO KEY UPDATE
), done AS (
    UPDATE people_notice SET read_at = %(at)s FROM there
    WHERE person_id = there.id AND key = ANY(%(keys)s) AND read_at IS NULL
    RETURNING person_id
)
UPDATE people_person SET unread = GREATEST(unread - fewer.many, 0)
FROM (SELECT person_id, count(*) AS many FROM done GROUP BY person_id) AS fewer WHERE id = fewer.person_id
"""


class NoticeQuerySet(models.QuerySet["Notice"]):
    def standing(self, at: datetime) -> "NoticeQuerySet":
        """Those that still say something at `at`."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=at))

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def tell(self, rows: "Sequence[Notice]", at: datetime) -> "list[Notice]":
        """Write those whose key is new and whose person is here, and count them as unread, in one statement. What was
        written comes back with pk, person, kind and end only."""
        columns: dict[str, Any] = {
            "at": at,
            "keys": [row.key for row in rows],
            "persons": [row.person_id for row in rows],
            "kinds": [row.kind for row in rows],
            "data": [json.dumps(row.data) for row in rows],
            "links": [row.link for row in rows],
            "expires": [row.expires_at for row in rows],
        }
        with connection.cursor() as cursor:
            cursor.execute(TELL, columns)
            made = cursor.fetchall()
        return [Notice(pk=pk, person_id=person, kind=kind, expires_at=over) for pk, person, kind, over in made]

    def read(self, keys: Sequence[str], at: datetime) -> int:
        """Mark the notices under these keys as read, whosever they are, in one statement; how many persons have fewer
        unread ones now."""
        with connection.cursor() as cursor:
            cursor.execute(READ, {"keys": list(keys), "at": at})
            return int(cursor.rowcount)


class Notice(models.Model):
    """Something that a person is told. In the app this row is the notice: `key` names the fact, and so it is told once.

    `data` fills the gaps of the kind's sentences (`people.notices.texts`) and is the same for every language; `link` is
    a path of ours.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=24)
    key = models.CharField(max_length=200, unique=True)
    data = models.JSONField(default=dict)
    link = models.CharField(max_length=200, default="/")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notice_by_person"),
            models.Index(fields=["expires_at"], condition=Q(expires_at__isnull=False), name="notice_expires"),
        ]
        constraints = [
            # Of ours: a path that begins with one slash leads to no foreign host.
            models.CheckConstraint(name="notice_link_is_ours", condition=Q(link__regex=r"^/([^/\\]|$)")),
        ]
        verbose_name = verbose_name_plural = "通知"

    def __str__(self) -> str:
        return self.key


class NoticeChoice(models.Model):
    """What a person has chosen; without a row the defaults hold. Where both ends are the same no hour is quiet."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="notice_choice")
    quiet_from = models.TimeField("開始", default=QUIET_FROM)
    quiet_until = models.TimeField("結束", default=QUIET_UNTIL)
    silent_channels = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    silent_kinds = ArrayField(models.CharField(max_length=24), default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通知方式"

    def __str__(self) -> str:
        return f"{self.person_id} {self.quiet_from:%H:%M}–{self.quiet_until:%H:%M}"
