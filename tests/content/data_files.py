"""What lies in `content/data`, read for the tests of it."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from content.script import Answer, Play, Script, load

DATA = Path(__file__).resolve().parents[2] / "content" / "data"
LANGS = ("zh-Hant", "en", "vi", "id")
DRAFTS = ("vi", "id")
"""What a machine wrote and no native reader has read."""

SLUGS = tuple(sorted(path.name for path in (DATA / "scripts").iterdir()))
SEED = "00000000-0000-4000-8000-000000000000"

each_script = pytest.mark.parametrize("slug", SLUGS)
each_language = pytest.mark.parametrize("lang", LANGS)


def toml(path: str) -> dict[str, Any]:
    return tomllib.loads((DATA / path).read_text(encoding="utf-8"))


def texts(slug: str, lang: str) -> dict[str, str]:
    return {key: text for key, text in toml(f"scripts/{slug}/{lang}.toml").items() if key != "machine_draft"}


def body(slug: str) -> dict[str, Any]:
    structure = json.loads((DATA / "scripts" / slug / "script.json").read_text(encoding="utf-8"))
    return {**structure, "texts": {lang: texts(slug, lang) for lang in LANGS}}


def hotlines() -> dict[str, dict[str, Any]]:
    return toml("hotlines.toml")["hotlines"]


each_hotline = pytest.mark.parametrize("key", hotlines())


KINDS = {slug: body(slug)["kind"] for slug in SLUGS}
DRILLS = tuple(slug for slug in SLUGS if KINDS[slug] == "drill")

each_lesson = pytest.mark.parametrize("slug", [slug for slug in SLUGS if KINDS[slug] == "lesson"])
each_drill = pytest.mark.parametrize("slug", DRILLS)


def number_in(slug: str, key: str) -> str:
    """How a hotline stands in a script: by its key, in a drill as the plain number that nobody can dial."""
    return str(hotlines()[key]["number"]) if slug in DRILLS else f"[[{key}]]"


def written_numbers(text: str) -> list[str]:
    return re.findall(r"\d(?:[\s-]?\d){2,}", re.sub(r"\d\d:\d\d", "", text))


def script(slug: str) -> Script:
    return load(body(slug))


def good_answers(slug: str) -> list[Answer]:
    """What a clerk answers who finds the good way at every node; read from the qualities, not from `best`."""
    played, answers = script(slug), []
    play = Play(played, SEED)
    while play.expects is not None:
        node = played.nodes[play.expects]
        way = next((name for name in play.open if node.ways[name].quality == "good"), None)
        answers.append(Answer(node.id, way and node.answer(way)))
        play.take(answers[-1])
    return answers


def before(answers: list[Answer], node: str) -> list[Answer]:
    return answers[: [answer.node for answer in answers].index(node)]
