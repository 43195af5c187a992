"""What a hotline must say, and who wins where desk and data file differ. Plain Python.

An entry is a JSON object: `key`, `number`, `name`, `use_for`, `hours` (by language), `langs`, `text` (other ways than
calling, by language), `drafts` (languages that a machine wrote and no native reader has read), `free`, `confidence`,
`source`, `last_verified` (ISO day), `status`. Two members are set here and never in the data file: `desk`, the day on
which an operator last said it, and `retired`, the day since which no new text may name it (phones still fill it in
where an older one does).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from content.rules import LANGUAGES
from content.script.wording import LANG_WORDS

Entry = dict[str, Any]

STATUSES = {"awaiting live check": "等實撥確認", "checked live": "實撥確認過", "doubtful": "有疑問"}
CONFIDENCES = {"high": "高", "medium": "中", "low": "低"}
TEXTS = {"name": "名稱", "use_for": "什麼時候打", "hours": "服務時間"}
MUST = {"zh-Hant": "中文", "en": "英文"}
"""The languages that every text of a hotline has; others may be missing, and phones show the Chinese."""

MAY = {tag: LANG_WORDS[tag] for tag in LANGUAGES.values() if tag not in MUST}
LONGEST = {"name": 40, "use_for": 200, "hours": 100}
LONGEST_SOURCE = 500
STALE_DAYS = 365
HOUSE = {"mental-health": "演練之後的關懷畫面"}
"""Keys that the player's own words name, and where."""

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_NUMBER = re.compile(r"(?=.{3,16}\Z)[0-9]+(-[0-9]+)*")
_ONLINE = re.compile(r"(https://)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(/[A-Za-z0-9_./~-]*)?")
_LANG = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class Fault:
    """What is wrong with one member of one entry, in words that say how to mend it."""

    key: str
    member: str
    message: str


def faults_in(entries: Sequence[Entry], today: date) -> list[Fault]:
    """All that is wrong with a list of hotlines, the same for the desk and for the data file."""
    found = [fault for entry in entries for fault in faults_of(entry, today)]
    keys = [str(entry.get("key")) for entry in entries]
    doubles = sorted({key for key in keys if keys.count(key) > 1})
    return found + [Fault(key, "key", f"代號 {key} 有兩條，請改掉其中一條。") for key in doubles]


def faults_of(entry: Mapping[str, Any], today: date) -> Iterator[Fault]:
    """All that is wrong with one hotline; `today` is the day in Taiwan."""
    told = {member: message for member, message in _checks(entry, today) if message}
    yield from (Fault(str(entry.get("key", "")), member, message) for member, message in told.items())


def _checks(entry: Mapping[str, Any], today: date) -> Iterator[tuple[str, str]]:
    yield "key", "" if _matches(_KEY, entry.get("key")) else "代號只能用小寫英文、數字、連字號和底線，最多 40 個字。"
    yield "number", _number_fault(entry.get("number"))
    for member, word in TEXTS.items():
        yield member, _text_fault(entry.get(member), word, LONGEST[member])
    yield "langs", _langs_fault(entry.get("langs"))
    yield "text", _ways_fault(entry.get("text", []))
    fine = isinstance(entry.get("drafts", []), list) and set(entry.get("drafts", ())) <= set(LANGUAGES.values())
    yield "drafts", "" if fine else f"機器翻譯的語言只能是：{'、'.join(MAY.values())}。"
    source = entry.get("source")
    fine = isinstance(source, str) and 0 < len(source.strip()) <= LONGEST_SOURCE and "\x00" not in source
    yield "source", "" if fine else f"請寫在哪裡查到的，最多 {LONGEST_SOURCE} 個字。"
    yield "last_verified", _day_fault(entry.get("last_verified"), today)
    yield "status", "" if str(entry.get("status")) in STATUSES else f"狀態只能是：{'、'.join(STATUSES)}。"
    yield "confidence", "" if str(entry.get("confidence")) in CONFIDENCES else f"把握只能是：{'、'.join(CONFIDENCES)}。"


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _number_fault(value: object) -> str:
    if _matches(_NUMBER, value) or _matches(_ONLINE, value):
        return ""
    return "號碼只能是數字和連字號，例如 0800-013-999；線上服務寫網址，例如 ecare.mohw.gov.tw。"


def _text_fault(value: object, word: str, most: int) -> str:
    texts = value if isinstance(value, Mapping) else {}
    for lang, said in (MUST | {lang: LANG_WORDS.get(lang, lang) for lang in texts}).items():
        text = texts.get(lang)
        if not isinstance(text, str) or not text.strip():
            return f"「{word}」還沒有{said}。"
        if len(text) > most:
            return f"「{word}」的{said}最多 {most} 個字。"
        if "\x00" in text or "[[" in text:
            return f"「{word}」的{said}有不能用的字元，請重新輸入。"
    return ""


def _langs_fault(value: object) -> str:
    if isinstance(value, list) and value and all(_matches(_LANG, lang) for lang in value):
        return "" if len(set(value)) == len(value) else "同一種語言寫了兩次。"
    return "請寫接線的人會說的語言代碼，用空格隔開，例如 zh en vi。"


def _ways_fault(value: object) -> str:
    ways = value if isinstance(value, list) else [None]
    faults = (_text_fault(way, "其他方式", LONGEST["use_for"]) for way in ways)
    return next((fault for fault in faults if fault), "")


def _day_fault(value: object, today: date) -> str:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return "查證日期要寫成 2026-11-23 這樣。"
    return f"查證日期 {day} 還沒到，請寫真正查到的那一天。" if day > today else ""


def merged(current: Iterable[Entry], told: Sequence[Entry], today: date) -> list[Entry]:
    """The data file's entries over those of the current edition.

    What an operator said at the desk stands unless the file's entry is newer: verified after the day on which the
    operator said it. What the file no longer holds is retired, unless it came from the desk.
    """
    there = {entry["key"]: entry for entry in current}
    lines = [_newer(entry, there.get(entry["key"])) for entry in told]
    named = {entry["key"] for entry in told}
    return lines + [_left(entry, today) for key, entry in there.items() if key not in named]


def _newer(told: Entry, there: Entry | None) -> Entry:
    stands = there is not None and "desk" in there and told["last_verified"] <= there["desk"]
    return there if stands and there is not None else told


def _left(entry: Entry, today: date) -> Entry:
    return entry if "desk" in entry else {"retired": today.isoformat(), **entry}


def in_use(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that new texts may name."""
    return [entry for entry in entries if "retired" not in entry]


def is_stale(entry: Mapping[str, Any], today: date) -> bool:
    """Whether nobody has looked for more than a year, or ever, whether the number is still right."""
    told = entry.get("last_verified")
    return told is None or (today - date.fromisoformat(told)).days > STALE_DAYS
