"""Streets: which lamps are lit, and where to go now."""

from datetime import timedelta

import pytest

from content.actions.freeze import freeze
from content.actions.withdraw import withdraw
from courses.queries import passed_uncompleted, passes, streets
from tests.factories.content import CRITICAL, GOOD, scenario_body
from tests.factories.learning import play, settle
from tests.factories.people import LONG_AGO, clerk
from tests.factories.walks import walk

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FAILED = [*CRITICAL, ("n1", "b")]


def street(walked, lang="zh-Hant"):
    (only,) = streets(walked.clerk, lang)
    return only


def states(walked):
    return [lamp.state for lamp in street(walked).lamps]


def titles(walked):
    return [lamp.title for lamp in street(walked).lamps]


def test_a_new_street_is_dark_in_the_order_of_the_course():
    alices = walk("一", "二")
    dark = street(alices)
    assert (dark.title, dark.summary, dark.cycle, dark.lit) == ("門市關懷前線", "從看見到接住", 1, 0)
    assert (dark.due_at, dark.completed_at) == (LONG_AGO + 14 * DAY, None)
    assert [(lamp.title, lamp.state, lamp.minutes, lamp.kind) for lamp in dark.lamps] == [
        ("一", "dark", 3, "scenario"),
        ("二", "dark", 3, "scenario"),
    ]
    assert dark.next.edition == alices.script.pk


def test_a_lamp_that_was_begun_leads_back_to_its_attempt():
    alices = walk("一", "二")
    begun = play(alices.clerk, alices.script, alices.enrolment, GOOD[:1])
    lamp = street(alices).next
    assert (lamp.state, lamp.attempt, lamp.edition, lamp.tries) == ("begun", begun.pk, alices.script.pk, 0)
    assert states(alices) == ["begun", "dark"]


def test_a_lamp_lights_when_it_is_passed_and_stays_lit():
    alices = walk("一", "二")
    play(alices.clerk, alices.script, alices.enrolment)
    play(alices.clerk, alices.script, alices.enrolment, FAILED)
    play(alices.clerk, alices.script, alices.enrolment, GOOD[:1])
    lit = street(alices)
    assert (states(alices), lit.lit, lit.next.title) == (["lit", "dark"], 1, "二")
    assert (lit.lamps[0].attempt, lit.lamps[0].tries) == (None, 1)


def test_a_lamp_that_was_failed_is_dark_and_counts_its_tries():
    alices = walk()
    for _ in range(2):
        play(alices.clerk, alices.script, alices.enrolment, FAILED)
    lamp = street(alices).next
    assert (lamp.state, lamp.tries, lamp.attempt) == ("dark", 2, None)


def test_an_attempt_that_was_begun_ends_on_its_edition_and_the_next_begins_on_the_new_one():
    alices = walk()
    play(alices.clerk, alices.script, alices.enrolment, GOOD[:1])
    newer = freeze(work=alices.script.work, body=scenario_body("第二版"), by=None)
    assert street(alices).next.edition == alices.script.pk
    play(alices.clerk, alices.script, alices.enrolment, FAILED)
    alices.clerk.attempts.filter(state="open").update(state="closed")
    assert street(alices).next.edition == newer.pk


@pytest.mark.parametrize("settled", [False, True])
def test_a_withdrawn_edition_puts_its_begun_lamp_out(settled):
    alices = walk()
    older = alices.script
    newer = freeze(work=older.work, body=scenario_body("第二版"), by=None)
    play(alices.clerk, newer, alices.enrolment, GOOD[:1])
    withdraw(edition=newer, because="專線改號", by=None)
    if settled:
        settle()
    lamp = street(alices).next
    assert (lamp.state, lamp.attempt, lamp.edition) == ("dark", None, older.pk)


def test_a_lamp_says_that_its_last_try_was_at_a_withdrawn_edition():
    alices = walk("一", "二")
    play(alices.clerk, alices.scripts[0], alices.enrolment, GOOD[:1])
    freeze(work=alices.scripts[0].work, body=scenario_body("一之二"), by=None)
    assert [lamp.withdrawn for lamp in street(alices).lamps] == [False, False]
    withdraw(edition=alices.scripts[0], because="專線改號", by=None)
    assert [lamp.withdrawn for lamp in street(alices).lamps] == [True, False]


def test_a_work_whose_only_edition_was_withdrawn_waits_for_another():
    alices = walk()
    withdraw(edition=alices.script, because="專線改號", by=None)
    assert (street(alices).next.edition, states(alices)) == (None, ["dark"])


def test_what_is_passed_for_one_course_lights_no_other():
    alices = walk("一")
    other = walk("二", store=alices.store, name="林小華")
    play(other.clerk, other.script, other.enrolment)
    assert {(s.enrolment, s.lit) for s in streets(alices.clerk, "zh-Hant")} == {
        (s.pk, 0) for s in alices.clerk.enrolments.all()
    }


def test_streets_still_to_walk_come_first_the_one_that_is_due_before_the_others():
    done = walk("走完的")
    later, sooner = walk("晚的", store=done.store, name="林小華"), walk("早的", store=done.store, name="張小英")
    alice = done.clerk
    play(alice, done.script, done.enrolment)
    settle()
    alice.enrolments.filter(course=sooner.course).update(due_at=LONG_AGO)
    order = [alice.enrolments.get(course=walked.course).pk for walked in (sooner, later, done)]
    assert [s.enrolment for s in streets(alice, "zh-Hant")] == order


def test_titles_are_in_the_persons_language_where_there_is_one():
    alices = walk("一")
    assert (street(alices, "en").title, street(alices, "en").lamps[0].title) == ("Frontline care", "The lost elder")
    assert (street(alices, "vi").title, street(alices, "vi").lamps[0].title) == ("門市關懷前線", "一")


def test_a_course_that_has_no_edition_any_more_is_no_street():
    alices = walk()
    withdraw(edition=alices.course.current, because="改版", by=None)
    assert streets(alices.clerk, "zh-Hant") == []


def test_one_street_is_asked_for_by_its_enrolment_and_only_ones_own():
    alices, bobs = walk("一"), walk("二")
    assert [s.enrolment for s in streets(alices.clerk, "en", enrolment=alices.enrolment.pk)] == [alices.enrolment.pk]
    assert streets(alices.clerk, "en", enrolment=bobs.enrolment.pk) == []


def test_a_complete_street_has_nowhere_left_to_go():
    alices = walk()
    play(alices.clerk, alices.script, alices.enrolment)
    settle()
    assert (street(alices).next, street(alices).completed_at is not None) == (None, True)


def test_three_streets_take_as_many_queries_as_one(django_assert_num_queries):
    alices = walk("一")
    street(alices)
    with django_assert_num_queries(2):
        streets(alices.clerk, "zh-Hant")
    for title in ("二", "三"):
        walk(title, title + "之二", store=alices.store, name="林小華")
    assert len(streets(alices.clerk, "zh-Hant")) == 3
    with django_assert_num_queries(2):
        streets(alices.clerk, "zh-Hant")


def test_what_a_course_says_is_read_once_for_all_who_take_it(django_assert_num_queries):
    alices = walk("一", "二")
    bob = clerk(alices.store, "林小華")
    settle()
    with django_assert_num_queries(3):
        street(alices)
    with django_assert_num_queries(2):
        assert [s.title for s in streets(bob, "zh-Hant")] == ["門市關懷前線"]


def test_what_is_published_or_withdrawn_shows_at_once():
    alices = walk("一", "二")
    first, second = alices.scripts
    older = alices.course.current
    assert titles(alices) == ["一", "二"]
    freeze(work=first.work, body=scenario_body("一之二"), by=None)
    assert titles(alices) == ["一之二", "二"]
    shorter = older.read() | {"works": [{"work": str(second.work_id)}]}
    newer = freeze(work=alices.course, body=shorter, by=None)
    assert titles(alices) == ["二"]
    withdraw(edition=newer, because="改版", by=None)
    assert titles(alices) == ["一之二", "二"]
    withdraw(edition=older, because="改版", by=None)
    assert streets(alices.clerk, "zh-Hant") == []


def test_passes_are_those_of_the_enrolment_in_whatever_edition_in_the_order_of_their_ends():
    alices = walk("一", "二")
    one, two = alices.scripts
    newer = freeze(work=one.work, body=scenario_body("一，第二版"), by=None)
    tries = [(two, LONG_AGO + DAY), (newer, LONG_AGO + 2 * DAY), (one, LONG_AGO)]
    ends = [play(alices.clerk, edition, alices.enrolment, at=at).ended_at for edition, at in tries]
    play(alices.clerk, two, alices.enrolment, FAILED)
    assert passes(alices.enrolment) == [(one.work_id, ends[2]), (two.work_id, ends[0]), (one.work_id, ends[1])]


def test_what_is_passed_but_not_completed_is_found_and_nothing_else(django_assert_num_queries):
    alices, bobs, doras = walk("一", "二"), walk("三"), walk("四")
    play(alices.clerk, alices.scripts[0], alices.enrolment)
    play(doras.clerk, doras.script, doras.enrolment, FAILED)
    last = play(bobs.clerk, bobs.script, bobs.enrolment)
    with django_assert_num_queries(2):
        assert passed_uncompleted() == [last.pk]
    settle()
    assert passed_uncompleted() == []


def test_a_lamp_is_fresh_until_it_was_tried():
    alices = walk("一", "二", "三")
    play(alices.clerk, alices.script, alices.enrolment, FAILED)
    play(alices.clerk, alices.scripts[1], alices.enrolment)
    assert [(lamp.fresh, lamp.state) for lamp in street(alices).lamps] == [
        (False, "dark"),
        (False, "lit"),
        (True, "dark"),
    ]
