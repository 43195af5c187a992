"""Writes about attempts: beginning one, appending steps to its log, closing those whose edition was withdrawn, what
clerks tell us beside their answers and what a trainer answers, the sums of learning time."""

from attempts.actions.answer_flags import ReplyMissing, answer_flags
from attempts.actions.append import Answered, Incoming, append
from attempts.actions.begin import Conflict, begin
from attempts.actions.close import close_withdrawn
from attempts.actions.sum_days import sum_days
from attempts.actions.tell import Heard, Word, tell_confidence, tell_flag, tell_usefulness

__all__ = [
    "Answered",
    "Conflict",
    "Heard",
    "Incoming",
    "ReplyMissing",
    "Word",
    "answer_flags",
    "append",
    "begin",
    "close_withdrawn",
    "sum_days",
    "tell_confidence",
    "tell_flag",
    "tell_usefulness",
]
