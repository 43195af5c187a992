"""Freezing a body into an edition."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from content.hotlines import current as hotlines
from content.models.works import Edition, LearnerView, Work
from content.script import canonical, learner_view, sha, structure_sha
from outbox import facts
from people.actions import keep
from people.models import Person


class Withdrawn(Exception):
    """The body is that of an edition which was withdrawn; what was wrong with it has to be mended first."""


@transaction.atomic
def freeze(*, work: Work, body: dict[str, Any], by: Person | None, at: datetime | None = None) -> Edition:
    """Make `body` the current edition of `work` and return it; a body that was frozen before is that edition again.

    The body must have passed its lint. Sends the fact `published` where the current edition changed. Raises Withdrawn
    for a body whose edition was taken back.
    """
    now = at or timezone.now()
    body = {**body, "work": str(work.pk)}
    locked = Work.objects.select_for_update().get(pk=work.pk)
    edition = Edition.objects.filter(pk=sha(body)).first() or _make(locked, body, by, now)
    if edition.withdrawn_at is not None:
        raise Withdrawn(f"edition {edition.number} of this work was withdrawn: {edition.withdrawn_because}")
    if locked.current_id != edition.pk:
        locked.turn_to(edition)
        keep("publish", edition, by=by, at=now, work=str(work.pk), number=edition.number)
        facts.send("published", edition=edition)
        if locked.kind == Work.Kind.HOTLINES:
            hotlines.changed()
    work.current, work.certifies = edition, locked.certifies
    return edition


def _make(work: Work, body: dict[str, Any], by: Person | None, now: datetime) -> Edition:
    last = work.editions.aggregate(last=Max("number"))["last"] or 0
    edition = Edition.objects.create(
        sha256=sha(body),
        work=work,
        number=last + 1,
        structure_sha256=structure_sha(body),
        body=canonical(body),
        published_at=now,
        published_by=by,
    )
    views = [
        LearnerView(edition=edition, lang=lang, owner_id=work.owner_id, body=_bytes(view))
        for lang, view in _views(body, edition.sha256)
    ]
    LearnerView.objects.bulk_create(views)
    return edition


def _views(body: dict[str, Any], sha256: str) -> list[tuple[str, dict[str, Any]]]:
    """One view per finished language; works that are not played are shown whole, in every language at once."""
    if "nodes" not in body:
        return [("*", {**body, "edition": sha256})]
    return [(lang, learner_view(body, sha256, lang)) for lang in body["texts"]]


def _bytes(view: dict[str, Any]) -> bytes:
    return json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode()
