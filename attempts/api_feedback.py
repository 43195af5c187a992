"""What clerks tell us beside their answers, over HTTP: each by one idempotent PUT under a UUID made at the tap."""

import uuid
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import StrictInt, StringConstraints

from attempts.actions import Heard, Word, tell_confidence, tell_flag, tell_usefulness
from attempts.api import ClockIn, Refusal, Text
from attempts.rules import LONGEST_FLAG

router = Router(tags=["feedback"])

Name = Annotated[str, StringConstraints(strict=True, max_length=40, pattern="^[A-Za-z0-9_-]+$")]


class ToldIn(Schema):
    """`lang` is the language of the text that was on the phone, `told_at` the phone's clock."""

    lang: Name
    told_at: ClockIn

    def word(self, attempt_id: uuid.UUID, told_id: uuid.UUID) -> Word:
        return Word(told_id, attempt_id, self.lang, self.told_at)


class ConfidenceIn(ToldIn):
    """`moment` is `before` or `after`, `level` 1 (not sure at all) … 5 (very sure)."""

    moment: Name
    level: StrictInt


class UsefulnessIn(ToldIn):
    """`use` is `yes`, `some` or `no`."""

    use: Name


class FlagIn(ToldIn):
    """`about` is `fact`, `unclear`, `unlike`, `translation` or `other`; `node` a node of the attempt's edition."""

    node: Name
    about: Name
    text: Annotated[Text, StringConstraints(max_length=LONGEST_FLAG)] = ""


class HeardOut(Schema):
    """What became of what was told."""

    word: str
    reason: str = ""


ANSWERS = {200: HeardOut, 201: HeardOut, 404: Refusal, 409: HeardOut, 422: HeardOut}


def _answer(heard: Heard) -> Status[HeardOut]:
    return Status(heard.status, HeardOut(word=heard.word, reason=heard.reason))


@router.put("attempts/{attempt_id}/confidence/{told_id}", response=ANSWERS, summary="How sure of handling it")
def put_confidence(
    request: HttpRequest, attempt_id: uuid.UUID, told_id: uuid.UUID, body: ConfidenceIn
) -> Status[HeardOut]:
    """201 new; 200 known; 409 told before for this moment; 422 not allowed or another body under a known id."""
    word = body.word(attempt_id, told_id)
    return _answer(tell_confidence(word=word, person=request.user, moment=body.moment, level=body.level))


@router.put("attempts/{attempt_id}/usefulness/{told_id}", response=ANSWERS, summary="Of use at the counter?")
def put_usefulness(
    request: HttpRequest, attempt_id: uuid.UUID, told_id: uuid.UUID, body: UsefulnessIn
) -> Status[HeardOut]:
    """As above; 409 where it was told before for this attempt."""
    return _answer(tell_usefulness(word=body.word(attempt_id, told_id), person=request.user, use=body.use))


@router.put("attempts/{attempt_id}/flags/{told_id}", response=ANSWERS, summary="Something here is wrong")
def put_flag(request: HttpRequest, attempt_id: uuid.UUID, told_id: uuid.UUID, body: FlagIn) -> Status[HeardOut]:
    """As above; an attempt may have several."""
    word = body.word(attempt_id, told_id)
    return _answer(tell_flag(word=word, person=request.user, node=body.node, about=body.about, text=body.text))
