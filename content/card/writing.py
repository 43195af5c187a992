"""The card as one reader sees it: the file's words in their language, with the hotlines' numbers. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from content.card.reading import CardData
from content.hotlines.rules import STALE_DAYS, Entry, in_use, is_stale
from content.rules import SOURCE
from content.script import fill_hotlines

EMERGENCY = ("police", "ambulance")
"""The numbers that are always under the thumb."""

OWN_NAMES = {
    "zh": ("zh-Hant", "中文"),
    "en": ("en", "English"),
    "vi": ("vi", "Tiếng Việt"),
    "id": ("id", "Bahasa Indonesia"),
    "th": ("th", "ไทย"),
    "km": ("km", "ខ្មែរ"),
    "ja": ("ja", "日本語"),
    "fil": ("fil", "Filipino"),
}
"""Code of a language that a hotline speaks → its tag and its own name, which its speakers find."""


@dataclass(frozen=True)
class Said:
    """A text and the language it is in: the source's where the reader's has none."""

    text: str
    lang: str


@dataclass(frozen=True)
class Line:
    """One hotline. `dial` is what a telephone dials, empty for what is a web address: `url`."""

    key: str
    name: Said
    number: str
    use_for: Said
    hours: Said
    ways: list[Said]
    langs: list[tuple[str, str]]
    last_verified: date | None
    stale: bool

    @property
    def dial(self) -> str:
        digits = self.number.replace("-", "")
        return digits if digits.isdigit() else ""

    @property
    def url(self) -> str:
        return "" if self.dial else f"https://{self.number.removeprefix('https://')}"


@dataclass(frozen=True)
class Checked:
    """When the stalest fact behind a part was last verified, and whether that is more than a year ago."""

    on: date
    stale: bool


@dataclass(frozen=True)
class Level:
    """One risk level: its words, what it looks like in a shop, what to do first, whom to call."""

    id: str
    name: str
    means: str
    looks: list[str]
    first: list[str]
    calls: list[Line]
    checked: Checked | None


@dataclass(frozen=True)
class Row:
    """One line of the report: what it is called, what goes in, an example."""

    name: str
    goes: str
    example: str


@dataclass(frozen=True)
class Sentence:
    """What to say: `chinese` to say or show, `meaning` in the reader's language (empty for who reads Chinese)."""

    chinese: str
    meaning: str


@dataclass(frozen=True)
class Situation:
    """What to say in one situation, of the level `level`, and what to mind."""

    id: str
    level: Level
    title: str
    mind: str
    lines: list[Sentence]
    calls: list[Line]
    checked: Checked | None


@dataclass(frozen=True)
class Card:
    """The whole card for one reader. `edition` is that of the hotlines, empty where there are none; `draft` whether a
    machine wrote its words."""

    edition: str
    draft: bool
    grading: list[str]
    grading_checked: Checked | None
    levels: list[Level]
    rows: list[Row]
    note: str
    never: list[str]
    report_checked: Checked | None
    lines: list[Line]
    emergency: list[Line]
    situations: list[Situation]


def write(data: CardData, lang: str, today: date, entries: Iterable[Entry], edition: str) -> Card:
    """The card in the language `lang` on the day `today` in Taiwan, with these hotlines: those of `edition`.

    One that was retired is not shown and called no more; a text that names it keeps its number."""
    return _Writer(data, lang, today, entries).card(edition)


class _Writer:
    """Writes the card in one language."""

    def __init__(self, data: CardData, lang: str, today: date, entries: Iterable[Entry]) -> None:
        self.data, self.lang, self.today = data, lang, today
        told = list(entries)
        self.lines = {entry["key"]: self._line(entry) for entry in in_use(told)}
        self.numbers = {each["key"]: {"number": each["number"], "name": self._said(each["name"]).text} for each in told}
        self.levels = {each["id"]: self._level(each) for each in data.body["levels"]}

    def card(self, edition: str) -> Card:
        body, report = self.data.body, self.data.body["report"]
        return Card(
            edition=edition,
            draft=self.lang in body["machine_drafts"],
            grading=self._list(body["grading"]["lines"]),
            grading_checked=self._checked("grading"),
            levels=list(self.levels.values()),
            rows=[Row(*(self._text(row[name]) for name in ("name", "goes", "example"))) for row in report["lines"]],
            note=self._text(report["note"]),
            never=self._list(report["never"]),
            report_checked=self._checked("report"),
            lines=list(self.lines.values()),
            emergency=self._calls(EMERGENCY),
            situations=[self._situation(each) for each in body["say"]],
        )

    def _level(self, told: dict[str, Any]) -> Level:
        return Level(
            id=told["id"],
            name=self._text(told["name"]),
            means=self._text(told["means"]),
            looks=self._list(told["looks"]),
            first=self._list(told["first"]),
            calls=self._calls(told["calls"]),
            checked=self._checked(told["id"]),
        )

    def _situation(self, told: dict[str, Any]) -> Situation:
        return Situation(
            id=told["id"],
            level=self.levels[told["level"]],
            title=self._text(told["title"]),
            mind=self._text(told["mind"]),
            lines=[self._sentence(each) for each in told["lines"]],
            calls=self._calls(told["calls"]),
            checked=self._checked(told["id"]),
        )

    def _sentence(self, told: Mapping[str, str]) -> Sentence:
        chinese = fill_hotlines(told[SOURCE], self.numbers)
        return Sentence(chinese, "" if self.lang == SOURCE else self._text(told))

    def _line(self, entry: Entry) -> Line:
        told = entry.get("last_verified")
        return Line(
            key=entry["key"],
            name=self._said(entry["name"]),
            number=entry["number"],
            use_for=self._said(entry.get("use_for", {})),
            hours=self._said(entry.get("hours", {})),
            ways=[self._said(way) for way in entry.get("text", [])],
            langs=[OWN_NAMES.get(code, (code, code)) for code in entry.get("langs", [])],
            last_verified=date.fromisoformat(told) if told else None,
            stale=is_stale(entry, self.today),
        )

    def _calls(self, keys: Iterable[str]) -> list[Line]:
        """The lines of these keys; one that an operator has retired is left out."""
        return [self.lines[key] for key in keys if key in self.lines]

    def _checked(self, part: str) -> Checked | None:
        oldest = self.data.oldest(part)
        return Checked(oldest, (self.today - oldest).days > STALE_DAYS) if oldest else None

    def _said(self, told: Mapping[str, str]) -> Said:
        lang = self.lang if self.lang in told else SOURCE
        return Said(told.get(lang, ""), lang)

    def _text(self, told: Mapping[str, str]) -> str:
        return fill_hotlines(told[self.lang], self.numbers)

    def _list(self, told: Mapping[str, list[str]]) -> list[str]:
        return [fill_hotlines(text, self.numbers) for text in told[self.lang]]
