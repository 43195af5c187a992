"""One person, as those see them who answer for the store."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from certificates.actions import open_renewal
from people.actions import end_posting, post
from people.models import Role
from readiness.persons import person_page
from tests.factories.content import GOOD
from tests.factories.learning import play, settle
from tests.factories.people import LONG_AGO, RegionFactory, StoreFactory, clerk, person, posted
from tests.factories.walks import certified, walk

pytestmark = pytest.mark.django_db
SPRING = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


def page(viewer, somebody, at=SPRING, chain=None):
    return person_page(viewer, (chain or somebody.chain).slug, somebody.employee_number, at)


def test_state_certificate_posting_and_what_was_passed_when():
    walked, credential = certified("認識街燈")
    found = page(posted(Role.MANAGER, walked.store), walked.clerk)
    assert (found.person, found.clerk.state, found.clerk.reason) == (walked.clerk, "ready", "certified")
    assert [(c.id, c.valid_until) for c in found.certificates] == [(credential.pk, credential.valid_until)]
    assert [(w.first, w.last, w.times) for w in found.learned] == [(credential.valid_from, credential.valid_from, 1)]
    assert (found.posting.store, found.posting.since) == (walked.store, LONG_AGO)
    assert found.walking == []


def test_a_course_under_way_says_what_is_left_and_never_an_answer():
    walked = walk()
    play(walked.clerk, walked.script, walked.enrolment, GOOD[:1])
    found = page(posted(Role.HR, walked.chain), walked.clerk, LONG_AGO + timedelta(days=1))
    (street,) = found.walking
    assert (found.clerk.reason, street.lit, [lamp.state for lamp in street.lamps]) == ("in_progress", 0, ["begun"])
    assert (found.learned, found.certificates) == ([], [])


def test_a_renewal_shows_both_passes():
    walked, credential = certified()
    open_renewal(credential_id=credential.pk, at=datetime(2026, 12, 10, tzinfo=UTC))
    at = datetime(2026, 12, 20, 4, 0, tzinfo=UTC)
    play(walked.clerk, walked.script, walked.clerk.enrolments.get(cycle=2), at=at)
    settle()
    (learned,) = page(posted(Role.HR, walked.chain), walked.clerk, at).learned
    assert (learned.first, learned.last, learned.times) == (credential.valid_from, at.date(), 2)


def refused(viewer, somebody, **more):
    with pytest.raises(Http404):
        page(viewer, somebody, **more)
    return True


def test_what_is_not_yours_is_not_there():
    store = StoreFactory()
    alice = clerk(store)
    beside = StoreFactory(region=store.region)
    far = StoreFactory(region=RegionFactory(chain=store.chain))
    foreign = StoreFactory()
    assert page(posted(Role.SUPERVISOR, store.region), alice).person == alice
    assert page(posted(Role.AUDITOR, None), alice).person == alice
    for viewer in (
        alice,
        posted(Role.CLERK, store),
        posted(Role.TRAINER, store.chain),
        posted(Role.MANAGER, beside),
        posted(Role.OWNER, far),
        posted(Role.SUPERVISOR, far.region),
        posted(Role.HR, foreign.chain),
    ):
        assert refused(viewer, alice)
    assert refused(posted(Role.HR, store.chain), alice, chain=foreign.chain)


def test_nobody_by_that_number_and_nobody_on_a_floor_are_not_there():
    store = StoreFactory()
    hr = posted(Role.HR, store.chain)
    gone, left, never = clerk(store), clerk(store), person(store.chain)
    left.is_active = False
    left.save(update_fields=["is_active"])
    end_posting(posting=gone.postings.get(), by=None, at=LONG_AGO + timedelta(days=1))
    assert [refused(hr, somebody) for somebody in (gone, left, never, hr)] == [True] * 4
    for number in ("nobody", "\0", ""):
        with pytest.raises(Http404):
            person_page(hr, store.chain.slug, number, SPRING)


def test_of_two_stores_a_manager_is_shown_the_own_one():
    here = StoreFactory()
    alice = clerk(here)
    there = StoreFactory(region=here.region)
    post(person=alice, role=Role.CLERK, scope=there, by=None, at=LONG_AGO)
    assert [p.store for p in page(posted(Role.OWNER, there), alice).postings] == [there]
    assert {p.store for p in page(posted(Role.HR, here.chain), alice).postings} == {here, there}


def test_three_courses_take_as_many_queries_as_one():
    walked, _ = certified("一")
    hr = posted(Role.HR, walked.chain)

    def asked():
        page(hr, walked.clerk)  # what a course says is read once by a process
        with CaptureQueriesContext(connection) as caught:
            page(hr, walked.clerk)
        return len(caught)

    one = asked()
    for title in ("二", "三"):
        other = walk(title, store=walked.store, name="林小華")
        settle()
        play(walked.clerk, other.script, walked.clerk.enrolments.get(course=other.course))
        settle()
    assert (asked(), one) == (one, 9)
