"""What lies in `content/data`: scripts, courses, hotlines."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from content.script import sha

DATA = Path(__file__).resolve().parent.parent / "data"
NAMESPACE = UUID("5b8f1f0e-6a0c-4f6e-9d53-0c7c1d5a2e11")
"""Data pages have the same ids in every installation: UUID 5 of their slug in this namespace."""


@dataclass(frozen=True)
class ScriptData:
    """One script: its slug and its whole body, texts in every language, `drafts` as the files say."""

    slug: str
    body: dict[str, Any]

    @property
    def key(self) -> UUID:
        return key_of(self.slug)

    @property
    def sha256(self) -> str:
        return sha(self.body)


@dataclass(frozen=True)
class CourseData:
    """One course: the slugs of its scripts, and texts by language; a machine wrote those in `drafts`; whether it
    certifies."""

    slug: str
    works: tuple[str, ...]
    need: int | None
    validity_months: int
    titles: dict[str, str]
    summaries: dict[str, str]
    drafts: tuple[str, ...] = ()
    certifies: bool = True

    @property
    def key(self) -> UUID:
        return key_of(self.slug)

    @property
    def sha256(self) -> str:
        return sha(
            {
                "works": list(self.works),
                "need": self.need,
                "months": self.validity_months,
                "titles": self.titles,
                "summaries": self.summaries,
                **({"drafts": list(self.drafts)} if self.drafts else {}),
                **({} if self.certifies else {"certifies": False}),
            }
        )


def key_of(*parts: str) -> UUID:
    """The stable id of a thing in the data files."""
    return uuid5(NAMESPACE, "/".join(parts))


def scripts(data: Path = DATA) -> Iterator[ScriptData]:
    """All scripts, in the order of their slugs."""
    for folder in sorted((data / "scripts").iterdir()):
        body = json.loads((folder / "script.json").read_text())
        read = {file.stem: tomllib.loads(file.read_text()) for file in sorted(folder.glob("*.toml"))}
        drafts = sorted(tag for tag, said in read.items() if said.pop("machine_draft", False))
        texts = {tag: _stripped(said) for tag, said in read.items()}
        yield ScriptData(folder.name, {**body, "texts": texts, **({"drafts": drafts} if drafts else {})})


def courses(data: Path = DATA) -> Iterator[CourseData]:
    """All courses, in the order of their slugs."""
    for file in sorted((data / "courses").glob("*.toml")):
        read = tomllib.loads(file.read_text())
        rule = read["pass_rule"]
        need = None if rule == "all" else int(rule)
        yield CourseData(
            read["slug"],
            tuple(read["works"]),
            need,
            read["validity_months"],
            _stripped(read["title"]),
            _stripped(read["summary"]),
            tuple(sorted(read.get("machine_drafts", ()))),
            read.get("certifies", True),
        )


def _stripped(texts: dict[str, str]) -> dict[str, str]:
    return {lang: text.strip() for lang, text in texts.items()}


def hotlines_body(data: Path = DATA) -> dict[str, Any]:
    """The body of the hotlines' edition."""
    read = tomllib.loads((data / "hotlines.toml").read_text())
    machine = read.get("machine_drafts", [])
    entries = [{"key": key, **entry, **_drafts(entry, machine)} for key, entry in read["hotlines"].items()]
    return {"format": 1, "kind": "hotlines", "source": "zh-Hant", "entries": entries, "texts": {}}


def _drafts(entry: dict[str, Any], machine: list[str]) -> dict[str, list[str]]:
    drafts = sorted(tag for tag in machine if tag in entry["name"])
    return {"drafts": drafts} if drafts else {}


@dataclass(frozen=True)
class FactData:
    """One entry of `facts.toml`."""

    key: str
    statement: dict[str, str]
    source: str
    last_verified: date
    confidence: str
    used_in: tuple[str, ...]


def facts(data: Path = DATA) -> Iterator[FactData]:
    """All facts, in the order of the file."""
    for key, entry in tomllib.loads((data / "facts.toml").read_text())["facts"].items():
        verified = date.fromisoformat(entry["last_verified"])
        yield FactData(key, **entry | {"last_verified": verified, "used_in": tuple(entry["used_in"])})
