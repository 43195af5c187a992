"""What people are told of what they play."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from attempts.actions import Word, answer_flags, begin, tell_flag
from attempts.models import Flag
from content.actions.withdraw import withdraw
from people.models import Notice, Role
from tests.factories.learning import play, settle
from tests.factories.people import clerk, posted
from tests.factories.walks import walk

pytestmark = pytest.mark.django_db


def told():
    settle()
    return {(notice.person_id, notice.kind) for notice in Notice.objects.all()}


def under_way(person, walked, at):
    begin(
        attempt_id=uuid.uuid4(), person=person, edition_sha256=walked.script.pk, purpose=walked.enrolment.purpose, at=at
    )


def test_who_was_in_the_middle_of_it_is_told_to_begin_again():
    walked, now = walk(), timezone.now()
    under_way(walked.clerk, walked, now - timedelta(hours=1))
    withdraw(edition=walked.script, because="寫錯了", by=None)
    assert told() == {(walked.clerk.pk, "withdrawn")}


def test_who_has_passed_or_left_it_lying_is_not():
    walked, now = walk(), timezone.now()
    play(walked.clerk, walked.script, walked.enrolment, at=now - timedelta(hours=5))
    under_way(walked.clerk, walked, now - timedelta(hours=1))
    other = walk()
    under_way(other.clerk, other, now - timedelta(days=31))
    settle()
    Notice.objects.all().delete()
    withdraw(edition=walked.script, because="寫錯了", by=None)
    withdraw(edition=other.script, because="寫錯了", by=None)
    assert told() == set()


def test_what_was_withdrawn_long_ago_is_history():
    walked = walk()
    under_way(walked.clerk, walked, timezone.now() - timedelta(days=10))
    withdraw(edition=walked.script, because="寫錯了", by=None, at=timezone.now() - timedelta(days=9))
    assert told() == set()


def flagged(person, walked):
    attempt = play(person, walked.script, walked.enrolment)
    for _ in range(2):
        word = Word(uuid.uuid4(), attempt.pk, "zh-Hant", timezone.now())
        tell_flag(word=word, person=person, node="n1", about="unclear", text="看不懂")


@pytest.mark.parametrize(("state", "kind"), [("mended", "mended"), ("no_fault", "no_fault")])
def test_who_reported_is_told_once_however_often_and_without_the_trainers_words(state, kind):
    walked = walk()
    flagged(walked.clerk, walked)
    settle()
    clerk(walked.store, "林小華")
    flags = list(Flag.objects.values_list("pk", flat=True))
    assert len(flags) == 2
    answer_flags(
        work=walked.script.work, flags=flags, state=Flag.State(state), reply="這裡照法條", by=posted(Role.TRAINER, None)
    )
    assert told() == {(walked.clerk.pk, kind)}
    assert "法條" not in str(Notice.objects.get().data)
