"""Reads of certificates."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from certificates.models import Credential
from certificates.rendering import CertificateFacts
from certificates.rules import State, masked_name, state
from content.models import Edition, Work
from content.rules import title_in
from courses.rules import certifies
from people.brands.logos import read_logo
from people.brands.queries import Look, look_of
from people.doors import stores_for
from people.models import Brand, Person, Posting
from people.written import Question, Rows, Written


@dataclass(frozen=True)
class Certificate:
    """A certificate as its holder sees it."""

    id: UUID
    title: str
    state: State
    valid_from: date
    valid_until: date
    pdf_url: str
    verify_url: str


@dataclass(frozen=True)
class Verification:
    """What the public page may say of a certificate; `state` is `unknown` where the code names none."""

    state: str
    code: str
    checked_at: datetime
    masked_name: str = ""
    chain_name: str = ""
    course_title: str = ""
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    brand: Look | None = None


HELD = Written(
    lambda person: (
        Credential.objects.filter(person=person)
        .order_by("-issued_at")
        .values_list("pk", "code", "valid_from", "valid_until", "revoked_at", "superseded_at", "course__titles")
    )
)


def editions_without() -> list[str]:
    """The editions of courses that lead to no certificate. One query; courses have few editions."""
    courses = Edition.objects.filter(work__kind=Work.Kind.COURSE)
    return [edition.pk for edition in courses if not certifies(edition.read())]


def certificates_of(person: Person, at: datetime) -> list[Certificate]:
    """A person's certificates, the newest first; one query."""
    return asked_certificates(person, at).answer()


def asked_certificates(person: Person, at: datetime) -> Question[list[Certificate]]:
    """The same, to be asked with others."""
    today = timezone.localtime(at).date()

    def read(held: Rows) -> list[Certificate]:
        return [
            Certificate(
                pk,
                title_in(json.loads(titles), person.language),
                state(valid_from, valid_until, revoked_at, superseded_at is not None, today),
                valid_from,
                valid_until,
                reverse("certificate-pdf", args=[pk]),
                reverse("verify", args=[code]),
            )
            for pk, code, valid_from, valid_until, revoked_at, superseded_at, titles in held
        ]

    return Question((HELD.sql(person=person.pk),), read)


def credential_for(person: Person, credential_id: UUID) -> Credential:
    """The door to a certificate: its holder's, or that of somebody who sees a store where the holder stands.

    Raises Http404.
    """
    found = Credential.objects.select_related("person__chain", "course").filter(pk=credential_id).first()
    if found is None or not (found.person_id == person.pk or _answers_for(person, found.person_id)):
        raise Http404
    return found


def _answers_for(person: Person, holder_id: int) -> bool:
    here = Posting.objects.alive(timezone.now()).filter(person=holder_id, store__in=stores_for(person))
    return here.exists()


def verification(code: str | None, typed: str, at: datetime) -> Verification:
    """The live state of the certificate that `code` (canonical) names; the same shape of answer for an unknown one."""
    found = Credential.objects.select_related("person__chain", "course").filter(code=code).first() if code else None
    if found is None:
        return Verification("unknown", typed, at)
    return Verification(
        state=found.state(timezone.localtime(at).date()),
        code=found.code,
        checked_at=at,
        masked_name=masked_name(found.person.name),
        chain_name=_chain_name(found.person),
        course_title=found.course.title(),
        issued_on=timezone.localtime(found.issued_at).date(),
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        brand=look_of(found.person.chain_id),
    )


def facts_of(credential: Credential, verify_url: str, *, demo: bool) -> CertificateFacts:
    """What stands on the document."""
    works = Work.objects.filter(pk__in=[entry["work"] for entry in credential.evidence]).in_bulk()
    ordered = dict.fromkeys(UUID(entry["work"]) for entry in credential.evidence)
    brand = Brand.objects.filter(pk=credential.person.chain_id).first()
    return CertificateFacts(
        name=credential.person.name,
        chain_name=_chain_name(credential.person),
        course_title=credential.course.title(),
        works=tuple(works[pk].title() for pk in ordered),
        issued_on=timezone.localtime(credential.issued_at).date(),
        valid_from=credential.valid_from,
        valid_until=credential.valid_until,
        code=credential.code,
        verify_url=verify_url,
        demo=demo,
        accent=brand.accent if brand else "",
        logo=_logo(brand),
    )


def _logo(brand: Brand | None) -> bytes:
    """The logo as it is now; none where its file is gone, for a certificate must not wait for a picture."""
    return (read_logo(brand.logo_sha256) if brand and brand.logo_sha256 else None) or b""


def _chain_name(person: Person) -> str:
    return person.chain.name if person.chain else "街燈學堂"
