"""The board's numbers and their reasons."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.actions import open_renewal, revoke
from courses.actions import assign
from courses.models import Assignment
from people.actions import end_posting, post
from people.models import Role
from readiness import queries
from readiness.queries import StoresWanted, floor_of, sight
from readiness.rules import Tally
from tests.factories.content import GOOD
from tests.factories.learning import play, settle
from tests.factories.people import LONG_AGO, StoreFactory, clerk, person, posted
from tests.factories.walks import certified, walk

pytestmark = pytest.mark.django_db
SPRING = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def board(somebody, chain, at, wanted=None, sort="code"):
    return queries.board(sight(somebody, chain, at), wanted or StoresWanted(), sort)


def clerks_of(store, at):
    return queries.clerks_of(floor_of(store, at))


def regions_for(somebody, chain, at):
    return sight(somebody, chain, at).regions


def reasons(store, at=SPRING):
    return [(c.name, c.state, c.reason) for c in clerks_of(store, at)]


@pytest.fixture
def shop():
    """Alice is certified, Bob has begun, Dora has not; the chain asks for one course."""
    walked, credential = certified(at=LONG_AGO)
    bob, dora = clerk(walked.store, "林小華"), posted(Role.MANAGER, walked.store, "陳店長")
    settle()
    play(bob, walked.script, bob.enrolments.get(), GOOD[:1])
    return {"walk": walked, "credential": credential, "bob": bob, "dora": dora, "store": walked.store}


def total(store, at=SPRING):
    return board(posted(Role.HR, store.chain), store.chain, at).total


def test_the_board_counts_people_and_the_store_says_why(shop):
    assert total(shop["store"], LONG_AGO + 5 * DAY) == Tally(1, 0, 2)
    assert reasons(shop["store"], LONG_AGO + 5 * DAY) == [
        ("林小華", "not_ready", "in_progress"),
        ("陳店長", "not_ready", "not_begun"),
        ("王小明", "ready", "certified"),
    ]


def test_what_was_not_done_in_time_is_overdue(shop):
    assert {reason for _, _, reason in reasons(shop["store"])} == {"overdue", "certified"}


@pytest.mark.parametrize(
    ("at", "expected", "reason"),
    [
        (datetime(2026, 12, 5, 15, 59, tzinfo=UTC), Tally(1, 0, 0), "certified"),
        (datetime(2026, 12, 5, 16, 0, tzinfo=UTC), Tally(0, 1, 0), "expiring"),
        (datetime(2027, 1, 5, 15, 59, tzinfo=UTC), Tally(0, 1, 0), "expiring"),
        (datetime(2027, 1, 5, 16, 0, tzinfo=UTC), Tally(0, 0, 1), "expired"),
    ],
)
def test_a_certificate_carries_its_holder_until_its_last_day_in_taipei(at, expected, reason):
    walked, _ = certified()
    assert (total(walked.store, at), reasons(walked.store, at)[0][2]) == (expected, reason)


def test_an_open_renewal_does_not_hide_the_certificate_that_still_holds():
    walked, credential = certified()
    open_renewal(credential_id=credential.pk, at=datetime(2026, 12, 10, tzinfo=UTC))
    assert reasons(walked.store, datetime(2026, 12, 20, tzinfo=UTC)) == [("王小明", "expiring", "expiring")]


def test_a_renewal_in_time_makes_ready_again():
    walked, credential = certified()
    open_renewal(credential_id=credential.pk, at=datetime(2026, 12, 10, tzinfo=UTC))
    at = datetime(2026, 12, 20, 4, 0, tzinfo=UTC)
    play(walked.clerk, walked.script, walked.clerk.enrolments.get(cycle=2), at=at)
    settle()
    assert clerks_of(walked.store, at + DAY)[0].valid_until == date(2027, 12, 20)
    assert reasons(walked.store, at + DAY) == [("王小明", "ready", "certified")]


def test_a_revoked_certificate_carries_nobody():
    walked, credential = certified()
    revoke(credential=credential, because="冒名", by=person(None))
    assert reasons(walked.store)[0][1] == "not_ready"


def test_a_certificate_of_a_course_that_is_not_asked_for_counts_for_nothing():
    walked, _ = certified()
    Assignment.objects.update(ended_at=LONG_AGO + DAY)
    assert reasons(walked.store) == [("王小明", "not_ready", "nothing_asked")]


def test_of_two_courses_the_worse_decides():
    walked, _ = certified("一")
    other = walk("二", store=walked.store, name="林小華")
    settle()
    states = {name: state for name, state, _ in reasons(walked.store)}
    assert states["王小明"] == "not_ready"
    play(walked.clerk, other.script, walked.clerk.enrolments.get(course=other.course), at=LONG_AGO + DAY)
    settle()
    assert {name: state for name, state, _ in reasons(walked.store)}["王小明"] == "ready"


def test_having_begun_one_course_is_not_having_begun_the_other():
    walked = walk("一")
    walk("二", store=walked.store, name="林小華")
    Assignment.objects.filter(course=walked.course).update(ended_at=LONG_AGO + DAY)
    play(walked.clerk, walked.script, walked.enrolment, GOOD[:1])
    found = {name: reason for name, _, reason in reasons(walked.store, LONG_AGO + 2 * DAY)}
    assert found["王小明"] == "not_begun"


def test_another_chains_assignment_asks_nothing_of_this_one():
    walked, _ = certified()
    other = walk("別家的", name="李小華")
    assert board(posted(Role.HR, other.chain), other.chain, SPRING).total == Tally(0, 0, 1)
    assert total(walked.store) == Tally(1, 0, 0)


def test_who_has_left_or_moved_is_counted_no_more(shop):
    end_posting(posting=shop["bob"].postings.get(), by=None, at=LONG_AGO + DAY)
    shop["dora"].is_active = False
    shop["dora"].save(update_fields=["is_active"])
    assert total(shop["store"]) == Tally(1, 0, 0)


def test_those_above_the_floor_are_not_counted(shop):
    for role in (Role.OWNER, Role.SUPERVISOR, Role.TRAINER, Role.AUDITOR):
        posted(role, shop["store"])
    assert total(shop["store"]).total == 3


def test_two_jobs_at_one_store_are_one_person(shop):
    post(person=shop["walk"].clerk, role=Role.MANAGER, scope=shop["store"], by=None, at=LONG_AGO)
    assert total(shop["store"]).total == 3
    assert len(clerks_of(shop["store"], SPRING)) == 3


def test_who_helps_out_at_two_stores_lights_both_and_is_one_person_of_the_chain():
    walked, _ = certified()
    second = StoreFactory(region=walked.store.region)
    post(person=walked.clerk, role=Role.CLERK, scope=second, by=None, at=LONG_AGO)
    found = board(posted(Role.HR, walked.chain), walked.chain, SPRING)
    assert [line.tally for line in found.stores] == [Tally(1, 0, 0)] * 2
    assert found.total == Tally(1, 0, 0)


def test_closed_stores_are_out_from_their_closing_day_on():
    walked, _ = certified()
    closing = StoreFactory(region=walked.store.region, closed_on=date(2026, 3, 2), name="收掉的店")
    clerk(closing)
    hr = posted(Role.HR, walked.chain)
    assert [len(board(hr, walked.chain, at).stores) for at in (SPRING, SPRING + DAY)] == [2, 1]
    assert board(hr, walked.chain, SPRING + DAY).total.total == 1


def test_a_board_lists_stores_by_code_with_their_way_in():
    region = StoreFactory(code="000002", name="河畔門市", region__name="東區").region
    StoreFactory(code="000001", name="站前門市", region=region)
    lines = board(posted(Role.HR, region.chain), region.chain, SPRING).stores
    assert [(s.code, s.name, s.region, s.url) for s in lines] == [
        ("000001", "站前門市", "東區", f"/board/{region.chain.slug}/stores/000001/"),
        ("000002", "河畔門市", "東區", f"/board/{region.chain.slug}/stores/000002/"),
    ]


def test_each_sees_what_their_posting_opens():
    here, there = StoreFactory(), StoreFactory()
    beside = StoreFactory(region=here.region)
    for store in (here, there, beside):
        clerk(store)
    seen = {
        role: [line.code for line in board(posted(role, scope), here.chain, SPRING).stores]
        for role, scope in ((Role.OWNER, here), (Role.SUPERVISOR, here.region), (Role.HR, here.chain))
    }
    both = sorted([here.code, beside.code])
    assert seen == {Role.OWNER: [here.code], Role.SUPERVISOR: both, Role.HR: both}
    assert board(posted(Role.OWNER, here), here.chain, SPRING).total.total == 1


def test_of_another_chain_one_sees_no_store_and_no_region():
    here, there = StoreFactory(), StoreFactory()
    clerk(there)
    hr, auditor = posted(Role.HR, here.chain), posted(Role.AUDITOR, None)
    assert (board(hr, there.chain, SPRING).stores, board(hr, there.chain, SPRING).total) == ((), Tally())
    assert regions_for(hr, there.chain, SPRING) == []
    assert [line.code for line in board(auditor, there.chain, SPRING).stores] == [there.code]
    assert regions_for(auditor, there.chain, SPRING) == [(there.region.code, there.region.name)]


def test_a_store_without_people_is_dark():
    store = StoreFactory()
    (line,) = board(posted(Role.HR, store.chain), store.chain, SPRING).stores
    assert (line.tally, line.tally.level, clerks_of(store, SPRING)) == (Tally(), 0, [])


def test_three_stores_take_as_many_queries_as_one(shop):
    hr = posted(Role.HR, shop["walk"].chain)

    def asked():
        with CaptureQueriesContext(connection) as caught:
            board(hr, hr.chain, SPRING)
        return len(caught)

    one = asked()
    for _ in range(2):
        store = StoreFactory(region=shop["store"].region)
        for name in ("甲", "乙", "丙"):
            clerk(store, name)
    settle()
    assert (asked(), one) == (one, 2)


def test_an_assignment_of_tomorrow_asks_nothing_today():
    store = StoreFactory()
    clerk(store)
    walked = walk("以後的", name="林小華")
    assign(course=walked.course, chain=store.chain, by=None, at=SPRING + DAY)
    assert [r[2] for r in reasons(store, SPRING)] == ["nothing_asked"]
