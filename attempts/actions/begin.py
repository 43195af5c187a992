"""Beginning an attempt."""

import uuid
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext as _

from attempts.models import Attempt
from attempts.purposes import may_attempt
from content.models import Edition
from people.models import Person


class Conflict(Exception):
    """The UUID is taken by an attempt at another edition or for another purpose, or the edition was withdrawn."""


def begin(
    *, attempt_id: uuid.UUID, person: Person, edition_sha256: str, purpose: str, at: datetime | None = None
) -> tuple[Attempt, bool]:
    """Begin an attempt, or find it begun: `(attempt, new)`. Said twice is said once.

    Raises Conflict as above and ObjectDoesNotExist where the edition, the purpose or the attempt is not this person's.
    """
    known = Attempt.objects.filter(pk=attempt_id).first()
    if known is None:
        _check(person, edition_sha256, purpose)
        known, new = Attempt.objects.get_or_create(
            pk=attempt_id,
            defaults={
                "person": person,
                "edition_id": edition_sha256,
                "purpose": purpose,
                "begun_at": at or timezone.now(),
            },
        )
    else:
        new = False
    if known.person_id != person.pk:
        raise ObjectDoesNotExist
    if (known.edition_id, known.purpose) != (edition_sha256, purpose):
        raise Conflict(_("這個作答編號已經用在別的教材。"))
    return known, new


def _check(person: Person, edition_sha256: str, purpose: str) -> None:
    edition = Edition.objects.select_related("work").defer("body").filter(pk=edition_sha256).first()
    if edition is None or not may_attempt(person, purpose, edition):
        raise ObjectDoesNotExist
    if edition.withdrawn_at is not None:
        raise Conflict(_("這一版教材已經撤回，請回到今日頁面重新開始。"))
