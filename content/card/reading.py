"""The card's data file as it stands: parts with their texts in every language. Plain Python."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from content.loading.files import DATA, facts
from content.script import sha

FILE = "card.toml"
PLACE = "card/"
"""What `used_in` of a fact begins with where it names a part of the card."""


@dataclass(frozen=True)
class CardData:
    """The file: `body` as TOML gives it; by part's id, the days on which the facts it rests on were last verified."""

    body: dict[str, Any]
    verified: dict[str, tuple[date, ...]]

    @property
    def sha256(self) -> str:
        """Changes with every word and every day of it."""
        days = {part: [day.isoformat() for day in sorted(days)] for part, days in self.verified.items()}
        return sha({"body": self.body, "verified": days})

    def oldest(self, part: str) -> date | None:
        """When the stalest of the facts that a part rests on was last verified; None where it claims nothing."""
        return min(self.verified.get(part, ()), default=None)

    def names(self, key: str) -> bool:
        """Whether a part calls this hotline or a sentence tells its number."""
        return any(text == key or f"[[{key}]]" in text or f"[[{key}.name]]" in text for text in _texts(self.body))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def read_card(data: Path = DATA) -> CardData:
    """The card of the folder `data`, with what its facts say."""
    body = tomllib.loads((data / FILE).read_text(encoding="utf-8"))
    days: dict[str, tuple[date, ...]] = {}
    for fact in facts(data):
        for part in _parts(fact.used_in):
            days[part] = (*days.get(part, ()), fact.last_verified)
    return CardData(body, days)


def _parts(used_in: Iterable[str]) -> list[str]:
    return [place.removeprefix(PLACE) for place in used_in if place.startswith(PLACE)]


@lru_cache(maxsize=1)
def card() -> CardData:
    """The card that this process serves; the file comes with the program and changes with it."""
    return read_card()
