"""Keeping what a clerk tells us beside the answers. Said twice is said once, as with steps."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from attempts.models import Confidence, Flag, Usefulness
from attempts.models.feedback import Told
from attempts.queries import attempt_for
from attempts.rules import MOST_FLAGS
from content.models import script_of
from people.models import Person


@dataclass(frozen=True)
class Word:
    """Where something was told: the phone's UUID for it, the attempt, the language of the text, the phone's clock."""

    id: uuid.UUID
    attempt_id: uuid.UUID
    lang: str
    told_at: datetime


@dataclass(frozen=True)
class Heard:
    """What became of it: an HTTP status (201 new, 200 known, 409 told before under another id, 422 refused)."""

    status: int
    word: str
    reason: str = ""


def tell_confidence(*, word: Word, person: Person, moment: str, level: int, at: datetime | None = None) -> Heard:
    """Keep how sure somebody is; once before and once after an attempt. ObjectDoesNotExist: not this person's."""
    return _keep(Confidence(**_members(word, at), moment=moment, level=level), person)


def tell_usefulness(*, word: Word, person: Person, use: str, at: datetime | None = None) -> Heard:
    """Keep whether what was passed is of use at the counter. Raises ObjectDoesNotExist as above."""
    return _keep(Usefulness(**_members(word, at), use=use), person)


def tell_flag(*, word: Word, person: Person, node: str, about: str, text: str, at: datetime | None = None) -> Heard:
    """Keep that something is wrong at a node of the attempt's edition. Raises ObjectDoesNotExist as above."""
    return _keep(Flag(**_members(word, at), node=node, about=about, text=text.strip()), person)


def _members(word: Word, at: datetime | None) -> dict[str, object]:
    received = at or timezone.now()
    told = {"attempt_id": word.attempt_id, "lang": word.lang, "told_at": word.told_at}
    return {"id": word.id, "received_at": received, **told}


def _keep(row: Told, person: Person) -> Heard:
    edition = attempt_for(person, row.attempt_id).edition_id
    found = type(row)._default_manager
    known = found.filter(pk=row.pk).first()
    if known is None:
        if refusal := _refusal(row, edition):
            return Heard(422, "refused", refusal)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
            return Heard(201, "kept")
        except IntegrityError:
            known = found.filter(pk=row.pk).first()
    if known is None:
        return Heard(409, "told", _("這一題已經說過了。"))
    return Heard(200, "known") if known.same_as(row) else Heard(422, "refused", _("同一個編號送來了不同的內容。"))


def _refusal(row: Told, edition: str) -> str:
    """Why this cannot be kept; empty where it can."""
    try:
        row.clean_fields(exclude=["attempt"])  # whose it is was seen at the door
    except ValidationError as faults:
        return " ".join(faults.messages)
    return _flag_refusal(row, edition) if isinstance(row, Flag) else ""


def _flag_refusal(flag: Flag, edition: str) -> str:
    if flag.node not in script_of(edition).nodes:
        return _("這一版教材沒有這一步。")
    if Flag.objects.filter(attempt_id=flag.attempt_id).count() >= MOST_FLAGS:
        return _("這一次已經回報 {n} 個地方了，先讓講師看看。").format(n=MOST_FLAGS)
    return ""
