"""What clerks tell us beside their answers: kept once, told again without harm, refused with a reason."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from attempts.models import Attempt, Confidence, Flag, Usefulness
from attempts.rules import MOST_FLAGS
from content.models import Edition
from tests.attempts.phone import Phone
from tests.factories.content import CRITICAL
from tests.factories.walks import walk

pytestmark = pytest.mark.django_db

CLOCK = "2026-01-05T10:00:00+08:00"
SURE = {"moment": "before", "level": 2, "lang": "zh-Hant", "told_at": CLOCK}
OF_USE = {"use": "some", "lang": "zh-Hant", "told_at": CLOCK}
WRONG = {"node": "n1", "about": "fact", "text": "165 不是這樣打的", "lang": "en", "told_at": CLOCK}
KINDS = [("confidence", SURE, Confidence), ("usefulness", OF_USE, Usefulness), ("flags", WRONG, Flag)]
each_kind = pytest.mark.parametrize(("kind", "body", "table"), KINDS, ids=[kind for kind, _, _ in KINDS])


def tell(phone, kind, body, told_id=None):
    return phone.call("PUT", f"{phone.path}/{kind}/{told_id or uuid.uuid4()}", body)


@each_kind
def test_what_is_told_is_kept_once_and_known_again(phone, kind, body, table):
    told_id = uuid.uuid4()
    assert [tell(phone, kind, body, told_id) for _ in range(3)] == [
        (201, {"word": "kept", "reason": ""}),
        (200, {"word": "known", "reason": ""}),
        (200, {"word": "known", "reason": ""}),
    ]
    row = table.objects.get()
    assert (row.pk, str(row.attempt_id), row.lang) == (told_id, phone.attempt, body["lang"])


def test_a_flag_stands_against_edition_node_and_language(phone, alices):
    tell(phone, "flags", WRONG)
    flag = Flag.objects.select_related("attempt").get()
    assert (flag.attempt.edition_id, flag.node, flag.lang) == (alices.script.pk, "n1", "en")
    assert (flag.about, flag.text, flag.state) == ("fact", "165 不是這樣打的", "open")


@each_kind
def test_another_body_under_a_known_id_is_refused_and_the_first_stands(phone, kind, body, table):
    told_id = uuid.uuid4()
    tell(phone, kind, body, told_id)
    status, answer = tell(phone, kind, body | {"told_at": "2026-01-05T10:00:01+08:00"}, told_id)
    assert (status, answer["word"], "不同的內容" in answer["reason"]) == (422, "refused", True)
    assert table.objects.get().told_at.isoformat() == "2026-01-05T02:00:00+00:00"


@pytest.mark.parametrize(("kind", "body"), [("confidence", SURE), ("usefulness", OF_USE)])
def test_the_first_word_stands(phone, kind, body):
    assert [tell(phone, kind, body)[0] for _ in range(2)] == [201, 409]


def test_before_and_after_are_two_words_and_a_node_may_have_two_flags(phone):
    assert [tell(phone, "confidence", SURE | {"moment": m})[0] for m in ("before", "after")] == [201, 201]
    assert [tell(phone, "flags", WRONG)[0] for _ in range(2)] == [201, 201]


@each_kind
def test_somebody_elses_attempt_is_not_there(phone, kind, body, table):
    bob = Phone(walk().clerk)
    bob.attempt = phone.attempt
    assert tell(bob, kind, body)[0] == 404
    assert not table.objects.exists()


@each_kind
def test_an_id_that_somebody_else_has_used_is_refused_without_telling_whose(phone, kind, body, table):
    walked = walk()
    bob, told_id = Phone(walked.clerk), uuid.uuid4()
    bob.begin(walked)
    tell(phone, kind, body, told_id)
    assert tell(bob, kind, body, told_id)[0] == 422
    assert str(table.objects.get().attempt_id) == phone.attempt


@each_kind
def test_an_attempt_that_never_began_is_not_there(alices, kind, body, table):
    assert tell(Phone(alices.clerk), kind, body)[0] == 404
    assert tell(Phone(alices.clerk), kind, body, "not-a-uuid")[0] == 422
    assert not table.objects.exists()


MALFORMED = [
    *[("confidence", SURE | wrong) for wrong in (
        {"level": 0}, {"level": 6}, {"level": -1}, {"level": "5"}, {"level": 2.5}, {"level": None}, {"level": True},
        {"level": 10**30}, {"moment": "during"}, {"moment": ""}, {"moment": None}, {"lang": "中文"}, {"lang": ""},
        {"lang": "zh-Hant" * 5}, {"lang": "-"}, {"told_at": "today"}, {"told_at": "2026-01-05T10:00:00"},
        {"told_at": "9999-12-31T23:59:59-14:00"},
    )],
    *[("usefulness", OF_USE | wrong) for wrong in ({"use": "very"}, {"use": ""}, {"use": 1}, {"use": ["yes"]})],
    *[("flags", WRONG | wrong) for wrong in (
        {"node": "nope"}, {"node": ""}, {"node": "n1\x00"}, {"node": "n" * 41}, {"node": None}, {"about": "rude"},
        {"about": ""}, {"text": "字" * 301}, {"text": "a\x00b"}, {"text": "\ud800"}, {"text": 5}, {"text": None},
    )],
]  # fmt: skip


@pytest.mark.parametrize(("kind", "body"), MALFORMED, ids=lambda value: ascii(value)[:60])
def test_what_is_malformed_is_refused(phone, kind, body):
    assert tell(phone, kind, body)[0] == 422
    assert [table.objects.count() for _, _, table in KINDS] == [0, 0, 0]


@each_kind
def test_a_missing_member_or_no_object_is_refused(phone, kind, body, table):
    for member in body.keys() - {"text"}:
        assert tell(phone, kind, {k: v for k, v in body.items() if k != member})[0] == 422
    assert [tell(phone, kind, other)[0] for other in ([], None, "told", [body])] == [422] * 4
    assert not table.objects.exists()


def test_three_hundred_characters_fit_and_blanks_around_do_not_count(phone):
    assert tell(phone, "flags", WRONG | {"text": "字" * 300})[0] == 201
    assert tell(phone, "flags", WRONG | {"text": "  \n"})[0] == 201
    assert sorted(len(text) for text in Flag.objects.values_list("text", flat=True)) == [0, 300]


def test_endings_can_be_flagged_and_flags_are_taken_after_the_end_and_after_withdrawal(phone, alices):
    phone.flush([])
    assert tell(phone, "flags", WRONG | {"node": "end_harm"})[0] == 201
    Attempt.objects.update(state="closed")
    Edition.objects.filter(pk=alices.script.pk).update(withdrawn_at=CLOCK)
    assert tell(phone, "flags", WRONG)[0] == 201


def test_a_phone_gone_wild_is_stopped(phone):
    told = [tell(phone, "flags", WRONG)[0] for _ in range(MOST_FLAGS + 1)]
    assert (told.count(201), told[-1]) == (MOST_FLAGS, 422)


def test_nobody_who_is_not_signed_in_tells_anything(phone):
    phone.client.logout()
    assert tell(phone, "flags", WRONG)[0] == 401


@pytest.mark.parametrize("wrong", [{"level": 0}, {"level": 6}, {"moment": "during"}])
def test_the_database_refuses_what_no_action_would_write(phone, wrong):
    row = {
        "attempt_id": phone.attempt,
        "lang": "en",
        "told_at": CLOCK,
        "received_at": CLOCK,
        "moment": "after",
        "level": 3,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Confidence.objects.create(id=uuid.uuid4(), **row | wrong)


@pytest.mark.parametrize("wrong", [{"state": "mended"}, {"state": "no_fault", "answered_at": CLOCK}])
def test_an_answered_flag_says_when_and_no_fault_says_why(phone, wrong):
    tell(phone, "flags", WRONG)
    with pytest.raises(IntegrityError), transaction.atomic():
        Flag.objects.update(**wrong)


def test_telling_asks_a_fixed_number_of_queries(phone, django_assert_num_queries):
    tell(phone, "flags", WRONG)
    with django_assert_num_queries(2 + 6):
        assert tell(phone, "flags", WRONG)[0] == 201


def test_a_step_under_mending_can_be_flagged(phone):
    phone.flush([])
    assert tell(phone, "flags", WRONG | {"node": CRITICAL[1][0]})[0] == 201
