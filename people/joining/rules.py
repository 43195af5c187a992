"""Start codes: what stands on the slip of paper with which somebody comes in for the first time. Plain Python.

A code is 8 characters of 22 (5 × 10¹⁰ codes) that nobody mistakes for another: neither 0/O, 1/I/L, 2/Z, 5/S nor 8/B,
and no vowels, so that no code is a word. It holds for 14 days and five wrong tries.
"""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

ALPHABET = "CDFGHJKMNPQRTVWXY34679"
LENGTH = 8
VALID = timedelta(days=14)
MOST_TRIES = 5
TOKEN_LENGTH = 12
ASKING = timedelta(days=7)
"""How long a request to join waits for somebody to decide."""
KEPT = timedelta(days=90)
"""How long a request is kept, decided or not."""
MOST_WAITING = 20
"""How many requests wait in one store at most: more than a store has people, less than anybody would want to read."""

Verdict = Literal["wrong", "used", "locked", "expired", "open"]
Entry = Literal["in", "waiting", "expired", "locked", "uninvited"]
Asked = Literal["asked", "expired", "refused", "approved", "over"]


@dataclass(frozen=True)
class Given:
    """What is known of a code that was given out, without the code itself."""

    expires_at: datetime
    used: bool = False
    wrong_tries: int = 0


def fresh_code() -> str:
    """A new code, unguessable."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def fresh_token() -> str:
    """The end of a poster's address: 12 signs of 22 (10¹⁶), so that no store's poster is found by trying."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are the same name: blanks, width, capitals, accents and dots make none."""
    return _plain_name(one) == _plain_name(other) != ""


def shown(code: str) -> str:
    """The code as it is printed: two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def grouped(token: str) -> str:
    """A poster's token as it is printed: groups of four."""
    return "-".join(token[start : start + 4] for start in range(0, len(token), 4))


def as_typed(text: str) -> str:
    """What somebody may have meant: capitals, without the hyphen and blanks; full-width is the same as half-width."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in plain if sign.isalnum())


def could_be(text: str) -> bool:
    """Whether a text, tidied by `as_typed`, has the form of a code."""
    return len(text) == LENGTH and set(text) <= set(ALPHABET)


def judge(given: Given, *, fits: bool, at: datetime) -> Verdict:
    """What a typed code is worth. Only who typed the right one is told why it no longer helps."""
    if not fits:
        return "wrong"
    if given.used:
        return "used"
    state = state_of(given, at)
    return state if state != "waiting" else "open"


def state_of(given: Given, at: datetime) -> Literal["locked", "expired", "waiting"]:
    """Where a code stands that nobody has used yet."""
    if given.wrong_tries >= MOST_TRIES:
        return "locked"
    return "expired" if given.expires_at <= at else "waiting"


def entry(*, own_password: bool, was_here: bool, given: Given | None, at: datetime) -> Entry:
    """How far somebody has come in. Who was here by another way than a code (`was_here`) needs none."""
    if own_password:
        return "in"
    if given is None or given.used:
        return "in" if was_here else "uninvited"
    return state_of(given, at)


def stand_of_asking(state: str, *, asked_at: datetime, opens: bool, at: datetime) -> Asked:
    """Where a request to join stands for who asked; `opens`: what the approval gave still opens the way."""
    if state == "asked":
        return "asked" if asked_at + ASKING > at else "expired"
    if state == "refused":
        return "refused"
    return "approved" if opens else "over"


def _plain_name(name: str) -> str:
    """Letters and digits only, without marks: who was hired as Nguyen may write Nguyễn."""
    parts = unicodedata.normalize("NFKD", name.casefold()).replace("đ", "d")
    return "".join(sign for sign in parts if sign.isalnum())
