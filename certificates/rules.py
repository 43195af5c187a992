"""What a certificate means, in plain Python: how long it holds, how its state is named, its code, its masked name."""

import calendar
import re
import secrets
import unicodedata
from datetime import date, datetime
from typing import Literal

State = Literal["valid", "expiring", "expired", "revoked", "superseded"]

EXPIRING_DAYS = 30
MASK = "○"

# Crockford's base 32: no I, L, O, U, so that nothing read aloud or copied by hand can be taken for something else.
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_GROUPS = 7
CODE_GROUP_LENGTH = 4
CODE_LENGTH = CODE_GROUPS * CODE_GROUP_LENGTH
# Far above any pasted address; bounds the work that a hostile text can cause.
CODE_TEXT_LIMIT = 300

_COMPOUND = (
    "歐陽司馬諸葛上官司徒司空夏侯皇甫尉遲長孫公孫慕容令狐宇文東方端木獨孤南宮西門軒轅鍾離閭丘申屠淳于范姜張簡張廖"
)
COMPOUND_SURNAMES = frozenset(_COMPOUND[i : i + 2] for i in range(0, len(_COMPOUND), 2))
# Between the parts of an indigenous or transcribed name, as in 瓦歷斯·諾幹.
NAME_DOTS = "·‧・•"
# By code point and not by Unicode name: Python 3.11 does not know the newest extensions, and names from old personnel
# systems hold Han characters of the private use area.
HAN = re.compile(
    "[々〇\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003ffff\U000f0000-\U0010fffd]"
)


def expiry(valid_from: date, months: int) -> date:
    """Return the last day on which a certificate valid from `valid_from` for `months` calendar months still holds.

    It is the same day of the month, or the month's last day where that day does not exist (29 February).
    Raises ValueError if `months` is less than 1.
    """
    if months < 1:
        raise ValueError(f"a certificate holds for at least one month, not {months}")
    years, month = divmod(valid_from.month - 1 + months, 12)
    year, month = valid_from.year + years, month + 1
    return date(year, month, min(valid_from.day, calendar.monthrange(year, month)[1]))


def state(
    valid_from: date, valid_until: date, revoked_at: date | datetime | None, superseded: bool, today: date
) -> State:
    """Return the one state that counts on `today`.

    A decision of people (revoked, then superseded by a newer certificate) outranks the calendar. `valid_until` is the
    last valid day; a certificate is expiring when 30 days or less are left. One looked at before `valid_from` (clocks
    of two time zones) counts as valid. Raises ValueError if the period ends before it begins.
    """
    if valid_until < valid_from:
        raise ValueError(f"the period ends ({valid_until}) before it begins ({valid_from})")
    if revoked_at is not None:
        return "revoked"
    if superseded:
        return "superseded"
    return _by_calendar((valid_until - today).days)


def _by_calendar(days_left: int) -> State:
    if days_left < 0:
        return "expired"
    return "expiring" if days_left <= EXPIRING_DAYS else "valid"


def roc_date(day: date) -> str:
    """Return `day` as Taiwan writes it: 中華民國 115 年 11 月 22 日. Raises ValueError before the year 1912."""
    year = day.year - 1911
    if year < 1:
        raise ValueError(f"{day} lies before the first year of the Republic (1912)")
    return f"中華民國 {year} 年 {day.month} 月 {day.day} 日"


def new_code() -> str:
    """Return a new certificate code of 140 random bits in its canonical form: seven groups of four with hyphens."""
    return _grouped("".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH)))


def _grouped(bare: str) -> str:
    return "-".join(bare[i : i + CODE_GROUP_LENGTH] for i in range(0, len(bare), CODE_GROUP_LENGTH))


def normalise_code(text: str) -> str | None:
    """Return what a person typed or pasted as a canonical code, or None where it cannot be one.

    Full-width and lower-case letters, spaces and any dashes are accepted, O is read as 0, I and L as 1, and of a whole
    address the last part counts.
    """
    last_part = unicodedata.normalize("NFKC", text[:CODE_TEXT_LIMIT]).strip().rstrip("/").rsplit("/", 1)[-1]
    bare = "".join(c for c in last_part.upper() if not _separates(c)).translate(str.maketrans("OIL", "011"))
    well_formed = len(bare) == CODE_LENGTH and set(bare) <= set(CODE_ALPHABET)
    return _grouped(bare) if well_formed else None


def _separates(character: str) -> bool:
    return character.isspace() or character in "ー−" or unicodedata.category(character) in {"Pd", "Pc", "Cf"}


def masked_name(name: str) -> str:
    """Return `name` with enough hidden that a stranger cannot learn it and its bearer still knows it.

    王小明 → 王○明, 王明 → 王○, 歐陽小明 → 歐陽○明, 瓦歷斯·諾幹 → 瓦○○·○○, Nguyen Thi Lan → Nguyen ○ ○, Lan → L○.
    What a reader takes for one character (rare Han, a letter with its accents) counts as one. Never the whole name;
    ○ if it is empty.
    """
    words = _visible(name).split()
    if words and all(map(_is_han, words)):
        words = ["".join(words)]
    if not words:
        return MASK
    first = words[0] if len(words) > 1 and not _is_han(words[0]) else _masked_word(words[0])
    return " ".join([first] + [MASK] * (len(words) - 1))


def _visible(name: str) -> str:
    kept = (c if unicodedata.category(c) not in {"Cc", "Zl", "Zp"} else " " for c in name)
    return "".join(c for c in kept if unicodedata.category(c) not in {"Cf", "Cs"})


def _is_han(text: str) -> bool:
    return HAN.search(text) is not None


def _masked_word(word: str) -> str:
    if not _is_han(word):
        head = _characters(word)
        return MASK if len(head) < 2 else head[0] + MASK
    parts = [part for part in re.split(f"[{NAME_DOTS}]", word) if part]
    if len(parts) < 2:
        return _masked_han(_characters("".join(parts)))
    head, *rest = (_characters(part) for part in parts)
    return "·".join([head[0] + MASK * (len(head) - 1)] + [MASK * len(part) for part in rest])


def _masked_han(characters: list[str]) -> str:
    count = len(characters)
    surname = 2 if count > 2 and "".join(characters[:2]) in COMPOUND_SURNAMES else 1
    if count == 1:
        return MASK
    if count <= surname + 1:
        return "".join(characters[:surname]) + MASK
    return "".join(characters[:surname]) + MASK * (count - surname - 1) + characters[-1]


def _characters(text: str) -> list[str]:
    """Split `text` into base characters, each with the combining marks and variation selectors that follow it."""
    characters: list[str] = []
    for c in text:
        if characters and unicodedata.category(c).startswith("M"):
            characters[-1] += c
        else:
            characters.append(c)
    return characters
