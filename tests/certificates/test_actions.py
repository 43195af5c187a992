"""Issuing, renewing, revoking, drawing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from certificates.actions import document, issue, open_renewal, revoke
from certificates.fonts import FontMissing
from certificates.models import Credential, Document
from courses.models import Enrolment
from outbox.models import Owed
from people.models import AuditEntry
from tests.factories.learning import play, settle
from tests.factories.people import LONG_AGO, person
from tests.factories.walks import certified, remedied, walk

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_certificate_is_dated_by_the_completion_and_holds_twelve_months():
    _, credential = certified()
    assert credential.issued_at == LONG_AGO + timedelta(minutes=3)
    assert (credential.valid_from, credential.valid_until) == (date(2026, 1, 5), date(2027, 1, 5))
    assert (credential.cycle, credential.superseded_at, credential.revoked_at) == (1, None, None)


def test_the_day_is_taipeis():
    _, credential = certified(at=datetime(2026, 1, 5, 17, 0, tzinfo=UTC))
    assert (credential.valid_from, credential.valid_until) == (date(2026, 1, 6), date(2027, 1, 6))


def test_the_evidence_names_work_edition_and_attempt_in_the_order_of_passing():
    walked, credential = certified("一", "二")
    passed = walked.clerk.attempts.order_by("ended_at", "begun_at")
    assert sorted(credential.evidence, key=str) == sorted(
        (
            {"work": str(a.edition.work_id), "edition": a.edition_id, "attempt": str(a.pk)}
            for a in passed.select_related("edition")
        ),
        key=str,
    )
    assert len(credential.evidence) == 2


def test_what_was_passed_after_the_completion_is_no_evidence():
    walked = walk()
    first = play(walked.clerk, walked.script, walked.enrolment)
    play(walked.clerk, walked.script, walked.enrolment, at=LONG_AGO + DAY)
    settle()
    assert [entry["attempt"] for entry in Credential.objects.get().evidence] == [str(first.pk)]


def test_a_course_without_a_certificate_issues_none():
    walked = remedied()
    play(walked.clerk, walked.script, walked.enrolment)
    settle()
    assert issue(enrolment_id=walked.enrolment.pk) is None
    assert (Credential.objects.exists(), AuditEntry.objects.filter(verb="certify").exists()) == (False, False)


def test_issuing_twice_is_issuing_once():
    walked, credential = certified()
    assert issue(enrolment_id=walked.enrolment.pk) == credential
    assert AuditEntry.objects.filter(verb="certify").count() == 1


def test_an_enrolment_that_is_not_completed_earns_nothing():
    walked = walk()
    assert issue(enrolment_id=walked.enrolment.pk) is None
    assert not Credential.objects.exists()


def test_codes_differ_from_certificate_to_certificate():
    codes = {certified(title)[1].code for title in ("一", "二", "三")}
    assert len(codes) == 3


def renewed(walked, credential, at):
    """The next cycle, opened and walked at `at`; its certificate."""
    open_renewal(credential_id=credential.pk, at=at - DAY)
    enrolment = Enrolment.objects.get(person=walked.clerk, cycle=credential.cycle + 1)
    play(walked.clerk, walked.script, enrolment, at=at)
    settle()
    return Credential.objects.get(enrolment=enrolment)


def test_a_second_cycle_supersedes_the_first_and_begins_anew():
    walked, first = certified()
    again = datetime(2026, 12, 20, 2, 0, tzinfo=UTC)
    second = renewed(walked, first, again)
    first.refresh_from_db()
    assert (second.cycle, second.valid_from, second.valid_until) == (2, date(2026, 12, 20), date(2027, 12, 20))
    assert (first.superseded_at, second.superseded_at) == (again + timedelta(minutes=3), None)
    assert list(Credential.objects.live()) == [second]


def test_a_renewal_is_due_on_the_day_the_certificate_expires():
    _, credential = certified()
    open_renewal(credential_id=credential.pk, at=datetime(2026, 12, 10, 2, 0, tzinfo=UTC))
    enrolment = Enrolment.objects.get(cycle=2)
    assert (enrolment.enrolled_at.date(), enrolment.due_at.date()) == (date(2026, 12, 10), date(2027, 1, 5))


def test_a_renewal_that_was_missed_is_due_at_once():
    _, credential = certified()
    late = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)
    open_renewal(credential_id=credential.pk, at=late)
    assert Enrolment.objects.get(cycle=2).due_at == late


def test_opening_a_renewal_twice_opens_one():
    _, credential = certified()
    for _ in range(2):
        open_renewal(credential_id=credential.pk, at=LONG_AGO + 340 * DAY)
    assert Enrolment.objects.filter(cycle=2).count() == 1


@pytest.mark.parametrize("why", ["revoked", "left"])
def test_no_renewal_is_opened_for_what_is_revoked_or_who_has_left(why):
    walked, credential = certified()
    if why == "revoked":
        revoke(credential=credential, because="冒名", by=person(None))
    else:
        type(walked.clerk).objects.filter(pk=walked.clerk.pk).update(is_active=False)
    open_renewal(credential_id=credential.pk, at=LONG_AGO + 340 * DAY)
    assert not Enrolment.objects.filter(cycle=2).exists()


def test_revoking_keeps_who_when_and_why_and_happens_once():
    _, credential = certified()
    boss = person(None, "林主任")
    revoke(credential=credential, because="冒名作答", by=boss, at=LONG_AGO + DAY)
    revoke(credential=credential, because="再一次", by=boss, at=LONG_AGO + 2 * DAY)
    credential.refresh_from_db()
    assert (credential.revoked_at, credential.revoked_because) == (LONG_AGO + DAY, "冒名作答")
    entry = AuditEntry.objects.get(verb="revoke")
    assert (entry.by, entry.at, entry.detail) == (boss, LONG_AGO + DAY, {"because": "冒名作答"})


def test_who_loses_a_certificate_walks_the_course_again():
    walked, credential = certified()
    revoke(credential=credential, because="代答", by=person(walked.chain), at=LONG_AGO + 10 * DAY)
    settle()
    again = Enrolment.objects.get(person=walked.clerk, cycle=2)
    assert again.due_at - again.enrolled_at == 14 * DAY
    play(walked.clerk, walked.script, again, at=again.enrolled_at)
    settle()
    assert Credential.objects.live().get(person=walked.clerk).cycle == 2


def test_losing_an_older_certificate_opens_nothing_new():
    walked, credential = certified()
    open_renewal(credential_id=credential.pk, at=LONG_AGO + 350 * DAY)
    revoke(credential=credential, because="代答", by=person(walked.chain), at=LONG_AGO + 351 * DAY)
    settle()
    assert sorted(Enrolment.objects.filter(person=walked.clerk).values_list("cycle", flat=True)) == [1, 2]


def test_two_who_revoke_from_stale_rows_leave_the_first_reason():
    _, credential = certified()
    stale = Credential.objects.get(pk=credential.pk)
    revoke(credential=credential, because="冒名作答", by=person(None), at=LONG_AGO + DAY)
    revoke(credential=stale, because="再一次", by=person(None), at=LONG_AGO + 2 * DAY)
    credential.refresh_from_db()
    assert credential.revoked_because == "冒名作答"
    assert AuditEntry.objects.filter(verb="revoke").count() == 1


def test_what_was_revoked_is_not_issued_again():
    walked, credential = certified()
    revoke(credential=credential, because="冒名", by=person(None))
    assert issue(enrolment_id=walked.enrolment.pk) == credential
    assert not Credential.objects.live().exists()


@pytest.mark.parametrize(
    ("cycle", "constraint"), [(1, "one_live_credential"), (2, "one_live_credential"), (1, "credential_period_in_order")]
)
def test_the_database_keeps_one_live_certificate_with_its_days_in_order(cycle, constraint):
    walked, credential = certified()
    other = walk("別的課", name="林小華")
    ends = credential.valid_until if constraint == "one_live_credential" else credential.valid_from - DAY
    person_id = walked.clerk.pk if constraint == "one_live_credential" else other.clerk.pk
    with pytest.raises(IntegrityError, match=constraint):
        Credential.objects.create(
            person_id=person_id,
            course=walked.course,
            enrolment=other.enrolment,
            cycle=cycle,
            issued_at=LONG_AGO,
            valid_from=credential.valid_from,
            valid_until=ends,
        )


def test_an_enrolment_has_one_certificate_for_ever():
    walked, credential = certified()
    revoke(credential=credential, because="冒名", by=person(None))
    twin = Credential.objects.get()
    twin.pk, twin.code, twin.revoked_at = None, "X", None
    twin._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    assert walked.enrolment.credential == credential


def test_a_document_is_made_once_and_kept():
    _, credential = certified()
    made = document(credential=credential, at=LONG_AGO)
    again = document(credential=credential, at=LONG_AGO + DAY)
    assert bytes(made.pdf)[:5] == b"%PDF-"
    assert (bytes(again.pdf), again.made_at) == (bytes(made.pdf), LONG_AGO)
    assert Document.objects.count() == 1


def test_a_document_stays_as_it_was_when_the_person_is_renamed():
    walked, credential = certified()
    before = bytes(document(credential=credential).pdf)
    walked.clerk.name = "王大明"
    walked.clerk.save(update_fields=["name"])
    assert bytes(document(credential=Credential.objects.get()).pdf) == before


def test_a_document_that_cannot_be_drawn_leaves_no_row():
    _, credential = certified(name="王\ue000明")
    with pytest.raises(FontMissing):
        document(credential=credential)
    assert not Document.objects.exists()


def test_certifying_owes_nothing_until_somebody_listens():
    certified()
    assert not Owed.objects.exclude(state="done").exists()
