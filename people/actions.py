"""Writes about people: hiring, posting, ending a posting, keeping the trail."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from outbox import facts
from people.models import AuditEntry, Chain, Person, Posting, Region, Role, Store


def keep(verb: str, subject: object, *, by: Person | None, at: datetime | None = None, **detail: Any) -> AuditEntry:
    """Write one line of the audit trail in the caller's transaction. `subject` is an object with a pk, or its name."""
    name = subject if isinstance(subject, str) else f"{subject._meta.label_lower}:{subject.pk}"  # type: ignore[attr-defined]  # a model's
    return AuditEntry.objects.create(verb=verb, subject=name, by=by, at=at or timezone.now(), detail=detail)


def keep_each(
    verb: str, subjects: Iterable[Model], *, by: Person | None, at: datetime | None = None, **detail: Any
) -> None:
    """Write the same line about each of many objects, in one statement per 2,000 of them."""
    now = at or timezone.now()
    entries = [
        AuditEntry(verb=verb, subject=f"{subject._meta.label_lower}:{subject.pk}", by=by, at=now, detail=detail)
        for subject in subjects
    ]
    AuditEntry.objects.bulk_create(entries, batch_size=2000)


@transaction.atomic
def hire(
    *,
    chain: Chain | None,
    employee_number: str,
    name: str,
    by: Person | None,
    password: str | None = None,
    language: str = "zh-Hant",
    at: datetime | None = None,
) -> Person:
    """Make a person; `chain=None` is the programme's own staff. Without a password nobody can sign in as them yet."""
    person = Person(
        chain=chain, employee_number=employee_number, name=name, language=language, joined_at=at or timezone.now()
    )
    person.set_password(password)
    person.full_clean(exclude=["password"])
    person.save()
    keep("hire", person, by=by, at=at)
    return person


@transaction.atomic
def post(
    *,
    person: Person,
    role: Role,
    scope: Store | Region | Chain | None,
    by: Person | None,
    at: datetime | None = None,
) -> Posting:
    """Post a person; `scope=None` is the whole programme. Sends the fact `posted`.

    Raises TypeError for any other scope: a slip must not open every chain.
    """
    where = {"programme": True} if scope is None else {_field_of(scope): scope}
    posting = Posting.objects.create(person=person, role=role, since=at or timezone.now(), **where)
    keep("post", posting, by=by, at=at, role=role)
    facts.send("posted", posting=posting)
    return posting


def _field_of(scope: object) -> str:
    fields: dict[type, str] = {Store: "store", Region: "region", Chain: "chain"}
    field = fields.get(type(scope))
    if field is None:
        raise TypeError(f"a posting's scope is a store, a region, a chain or None, not {scope!r}")
    return field


@transaction.atomic
def end_posting(*, posting: Posting, by: Person | None, at: datetime | None = None) -> None:
    """End a posting from `at` on; what the person may see ends with it."""
    posting.until = at or timezone.now()
    posting.save(update_fields=["until"])
    keep("end_posting", posting, by=by, at=at)
    facts.send("posting_ended", posting=posting)
