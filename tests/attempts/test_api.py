"""The protocol, status by status, as house.md writes it. What was decided stays decided; nothing sent is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from attempts.models import Attempt, Step
from attempts.queries.times import own_months
from attempts.rules import months_back
from content.actions.freeze import freeze
from content.actions.withdraw import withdraw
from outbox.models import Owed
from tests.attempts.phone import Phone, step, told
from tests.factories.content import CRITICAL, GOOD, scenario, scenario_body
from tests.factories.learning import settle
from tests.factories.people import clerk
from tests.factories.walks import walk

pytestmark = pytest.mark.django_db


def test_beginning_is_new_once_and_the_same_ever_after(alices):
    phone = Phone(alices.clerk)
    first, body = phone.begin(alices)
    assert first == 201
    assert phone.begin(alices) == (200, body)
    assert body == {
        "id": phone.attempt,
        "edition": alices.script.pk,
        "for": alices.enrolment.purpose,
        "state": "open",
        "steps": [],
        "outcome": None,
    }
    assert Attempt.objects.count() == 1


def test_beginning_again_brings_the_log_back(phone, alices):
    phone.flush(told(GOOD[:2]))
    status, body = phone.begin(alices)
    assert (status, [s["node"] for s in body["steps"]]) == (200, ["intro", "n1"])


def test_a_uuid_that_is_taken_by_another_edition_or_purpose_is_a_conflict(phone, alices):
    other = walk("要看監視器", store=alices.store)
    edition, purpose = {"edition": other.script.pk}, {"for": f"enrolment:{other.enrolment.pk}"}
    assert [phone.begin(alices, **change)[0] for change in (edition, purpose)] == [409, 409]
    assert phone.log()["edition"] == alices.script.pk


def test_an_attempt_of_somebody_else_is_not_there(phone, alices):
    sent = told(GOOD)
    phone.flush(sent)
    bob = Phone(clerk(alices.store, "林小華"))
    bob.attempt = phone.attempt
    calls = [bob.begin(alices), bob.put(step(4, "n2", "red")), bob.flush(told(GOOD)), bob.call("GET", bob.path)]
    assert [status for status, _ in calls] == [404] * 4
    assert all(set(body) == {"detail"} for _, body in calls)


def test_an_attempt_that_nobody_began_is_not_there(alices):
    phone = Phone(alices.clerk)
    assert [phone.put(step(1, "intro", None))[0], phone.flush([])[0], phone.call("GET", phone.path)[0]] == [404] * 3
    assert not Step.objects.exists()


@pytest.mark.parametrize(
    "purpose",
    ["enrolment:0", "enrolment:999999", "enrolment:" + "9" * 40, "enrolment:x", "drill:1", "enrolment:-1", "nothing:1"],
)
def test_a_purpose_that_does_not_exist_is_not_there(alices, purpose):
    assert Phone(alices.clerk).begin(alices, **{"for": purpose})[0] == 404
    assert not Attempt.objects.exists()


def test_a_purpose_has_one_spelling(alices):
    """Attempts are found again by their purpose: one under another spelling would count for nothing."""
    assert Phone(alices.clerk).begin(alices, **{"for": f"enrolment:0{alices.enrolment.pk}"})[0] == 404


def test_a_colleagues_purpose_is_not_there(alices):
    bob = clerk(alices.store, "林小華")
    settle()
    assert bob.enrolments.count() == 1
    assert Phone(bob).begin(alices)[0] == 404


def test_an_unknown_edition_and_one_outside_the_course_are_not_there(alices):
    outside, foreign = scenario("不在課程裡"), scenario("別家的", owner=walk("別家的課").chain)
    editions = ["0" * 64, outside.pk, foreign.pk, alices.course.current_id]
    assert [Phone(alices.clerk).begin(alices, edition=sha)[0] for sha in editions] == [404] * 4


def test_a_withdrawn_edition_is_a_conflict_that_says_so(alices):
    withdraw(edition=alices.script, because="專線改號", by=None)
    status, body = Phone(alices.clerk).begin(alices)
    assert (status, "撤回" in body["detail"]) == (409, True)


def test_an_edition_that_was_replaced_meanwhile_is_played_to_its_end(phone, alices):
    freeze(work=alices.script.work, body=scenario_body("第二版"), by=None)
    offline = Phone(alices.clerk)
    assert offline.begin(alices)[0] == 201
    assert [verdict["status"] for verdict in offline.flush(told(GOOD))[1]] == [201] * len(GOOD)
    assert (offline.log()["state"], offline.log()["edition"]) == ("ended", alices.script.pk)


@pytest.mark.parametrize("wrong", [timedelta(days=-1), timedelta(days=1)], ids=["behind", "ahead"])
def test_a_clock_that_is_a_day_wrong_costs_neither_answers_nor_learning_time(phone, alices, wrong):
    clock = {"shown_at": (timezone.now() + wrong).isoformat(), "elapsed_ms": 3000}
    for seq, (node, answer) in enumerate(GOOD, 1):
        answered = (timezone.now() + wrong + seq * timedelta(seconds=4)).isoformat()
        assert phone.put(step(seq, node, answer, answered_at=answered, **clock))[0] == 201
    today = timezone.localtime().date()
    assert own_months(alices.clerk, timezone.now(), months_back(today, 1)) == [(today.replace(day=1), 3000 * len(GOOD))]


def test_a_step_is_new_once_and_known_ever_after(phone):
    sent = step(1, "intro", None)
    assert phone.put(sent) == (201, {"status": 201, "word": "accepted", "reason": "", "step": None})
    assert phone.put(sent) == (200, {"status": 200, "word": "known", "reason": "", "step": None})
    assert phone.flush([sent, sent])[1] == [{"status": 200, "word": "known", "reason": "", "step": None}] * 2
    assert phone.answers() == [(1, "intro", None, "accepted")]


def test_the_same_instant_in_another_zone_is_the_same_step(phone):
    sent = step(1, "intro", None, shown_at="2026-01-05T02:00:04Z", answered_at="2026-01-05T02:00:07.5Z")
    phone.put(sent)
    taipei = {"shown_at": "2026-01-05T10:00:04+08:00", "answered_at": "2026-01-05T10:00:07.500+08:00"}
    assert phone.put(sent | taipei)[0] == 200


def test_a_seq_that_is_answered_stays_and_comes_back(phone):
    first, second = step(1, "intro", None), step(1, "intro", None)
    phone.put(first)
    status, body = phone.put(second)
    assert (status, body["word"], body["step"]["id"]) == (409, "answered", first["id"])
    assert body["step"] == phone.log()["steps"][0]
    assert len(phone.answers()) == 1


def test_a_pending_seq_is_taken_as_well(phone):
    ahead = step(2, "n1", "b")
    phone.put(ahead)
    status, body = phone.put(step(2, "n1", "a"))
    assert (status, body["step"]["id"], body["step"]["state"]) == (409, ahead["id"], "pending")


def test_what_came_too_early_waits_and_is_taken_in_its_turn(phone):
    intro, choice, level = told(GOOD)
    assert [phone.put(s)[1]["word"] for s in (level, choice)] == ["pending", "pending"]
    assert phone.log()["outcome"] is None
    assert phone.put(intro)[0] == 201
    assert phone.answers() == [(seq, node, answer, "accepted") for seq, (node, answer) in enumerate(GOOD, 1)]
    assert phone.log()["outcome"]["passed"] is True


def test_what_waited_and_is_not_allowed_in_its_turn_is_kept_as_refused_and_frees_its_seq(phone):
    phone.put(step(2, "n2", "red"))
    phone.put(step(1, "intro", None))
    assert phone.answers() == [(1, "intro", None, "accepted"), (2, "n2", "red", "refused")]
    assert phone.put(step(2, "n1", "b"))[0] == 201


def test_after_the_end_a_step_is_late_kept_and_never_scored(phone):
    phone.flush(told(GOOD))
    outcome = phone.log()["outcome"]
    late = step(4, "n1", "c")
    assert phone.put(late)[1] == {"status": 202, "word": "late", "reason": "", "step": None}
    assert phone.put(late)[0] == 200
    assert phone.put(step(2, "n1", "a"))[1]["word"] == "late"
    assert (phone.log()["outcome"], len(phone.log()["steps"])) == (outcome, 5)


def test_a_closed_attempt_keeps_what_still_comes_as_late(phone, alices):
    phone.put(step(1, "intro", None))
    withdraw(edition=alices.script, because="專線改號", by=None)
    settle()
    assert phone.put(step(2, "n1", "b"))[1]["word"] == "late"
    assert (phone.log()["state"], phone.log()["outcome"]) == ("closed", None)


def test_one_id_never_holds_two_bodies(phone):
    sent = step(1, "intro", None)
    phone.put(sent)
    changes = [
        {"seq": 2},
        {"node": "n1"},
        {"answer": "a"},
        {"elapsed_ms": 3001},
        {"shown_at": "2026-01-05T02:00:04.000001Z"},
        {"answered_at": "2027-01-05T02:00:07Z"},
    ]
    assert [phone.put(sent | change)[0] for change in changes] == [422] * 6
    assert phone.put(sent)[0] == 200


def test_a_step_of_another_attempt_is_refused_without_being_shown(phone, alices):
    theirs = step(1, "intro", None)
    phone.put(theirs)
    bobs = walk("要看監視器", store=alices.store, name="林小華")
    bob = Phone(bobs.clerk)
    bob.begin(bobs)
    status, body = bob.put(theirs)
    assert (status, body["step"]) == (422, None)
    assert bob.answers() == []


@pytest.mark.parametrize(
    ("node", "answer"),
    [
        ("intro", "a"),
        ("intro", 0),
        ("n1", None),
        ("n1", "b"),
        ("nowhere", None),
        ("end_good", None),
        ("constructor", None),
    ],
)
def test_what_the_script_does_not_allow_is_refused_with_a_reason_and_may_be_mended(phone, node, answer):
    status, body = phone.put(step(1, node, answer))
    assert (status, body["word"]) == (422, "refused")
    assert body["reason"]
    assert phone.answers() == []
    assert phone.put(step(1, "intro", None))[0] == 201


@pytest.mark.parametrize("answer", [None, "d", "", 0, 1, True, ["b"], {"b": "b"}, "B", "b "])
def test_a_choice_takes_only_its_own_ids(phone, answer):
    phone.put(step(1, "intro", None))
    assert phone.put(step(2, "n1", answer))[0] == 422


def test_a_flush_answers_one_per_step_in_order(phone):
    known, other = step(1, "intro", None), step(1, "intro", None)
    phone.put(known)
    sent = [step(3, "n2", "orange"), known, other, step(2, "n1", "x"), known | {"seq": 9}, step(2, "n1", "b")]
    status, body = phone.flush([*sent, step(4, "n1", "a")])
    assert status == 200
    assert [(a["status"], a["word"]) for a in body] == [
        (202, "pending"),
        (200, "known"),
        (409, "answered"),
        (422, "refused"),
        (422, "refused"),
        (201, "accepted"),
        (202, "late"),
    ]
    assert phone.log()["outcome"]["passed"] is True


def test_an_empty_flush_is_answered_with_nothing(phone):
    assert phone.flush([]) == (200, [])


def test_a_flush_holds_two_hundred_steps_and_no_more(phone):
    assert len(phone.flush([step(seq, "intro", None) for seq in range(2, 202)])[1]) == 200
    assert phone.flush([step(seq, "intro", None) for seq in range(202, 403)])[0] == 422


def test_the_outcome_comes_once_the_attempt_has_ended_and_not_before(phone):
    phone.flush(told(CRITICAL))
    assert (phone.log()["state"], phone.log()["outcome"]) == ("open", None)
    phone.put(step(3, "n1", "b"))
    assert phone.log()["outcome"] == {
        "ending": "end_harm",
        "outcome": "unsafe",
        "points": {"empathy": 0, "risk": -2},
        "best": {"empathy": 2, "risk": 3},
        "score": -2,
        "best_score": 5,
        "level_right": None,
        "to_mend": [],
        "passed": False,
    }


def test_the_end_owes_progress_exactly_once(phone):
    sent = told(GOOD)
    for _ in range(3):
        phone.flush(sent)
    assert list(Owed.objects.filter(kind="courses.progress").values_list("subject", flat=True)) == [phone.attempt]
