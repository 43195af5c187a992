"""The shape of a body as JSON Schema, in two strengths, and what is wrong with a body in words."""

import math
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from content.script.model import COMPETENCIES, LEVELS, QUALITIES

# Not `$`: Python lets it match before a final line break, JavaScript does not.
ID_PATTERN = r"^[a-z0-9][a-z0-9_-]{0,39}(?![\s\S])"
_LANG_PATTERN = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*(?![\s\S])"
_WORK_PATTERN = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\s\S])"
_DEEPEST = 8
_LARGEST = 2**53 - 1


def _schema(*, draft: bool) -> dict[str, Any]:
    identity: dict[str, Any] = {"type": "string", "pattern": ID_PATTERN}
    target: dict[str, Any] = {"type": ["string", "null"]} if draft else identity
    maybe: list[str] = [] if draft else ["to"]
    choice = _object(
        {"id": identity, "to": target, "quality": {"enum": list(QUALITIES)}, "points": _points()},
        ["id", *maybe, "quality", "points"],
    )
    choices: dict[str, Any] = {"type": "array", "items": choice, "minItems": 0 if draft else 2, "maxItems": 6}
    level = choices if draft else _level(choices)
    kinds = {
        "card": ({"to": target}, maybe),
        "choice": ({"choices": choices}, [] if draft else ["choices"]),
        "level": ({"choices": level}, [] if draft else ["choices"]),
        "ending": ({"outcome": {"enum": ["correct", "partial", "unsafe"]}}, ["outcome"]),
    }
    members = {
        "format": {"const": 1},
        "work": {"type": "string", "pattern": _WORK_PATTERN},
        "kind": {"enum": ["lesson", "scenario"]},
        "source": {"type": "string", "pattern": _LANG_PATTERN},
        "competencies": {"type": "array", "items": {"enum": list(COMPETENCIES)}, "uniqueItems": True},
        "minutes": {"type": "integer", "minimum": 1, "maximum": 60},
        "pass_mark": {"type": "integer", "minimum": 0, "maximum": 100},
        "start": target,
        "nodes": {"type": "array", "items": _node(identity, kinds), "minItems": 0 if draft else 1},
        "texts": _texts(),
    }
    spared = {"work", "start"} if draft else {"work"}
    return _object(members, [name for name in members if name not in spared])


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _points() -> dict[str, Any]:
    number = {"type": "integer", "minimum": -3, "maximum": 3}
    return {"type": "object", "properties": dict.fromkeys(COMPETENCIES, number), "additionalProperties": False}


def _level(choices: dict[str, Any]) -> dict[str, Any]:
    return {
        "allOf": [choices],
        "minItems": len(LEVELS),
        "maxItems": len(LEVELS),
        "prefixItems": [{"properties": {"id": {"const": level}}} for level in LEVELS],
        "contains": {"properties": {"quality": {"const": "good"}}},
        "maxContains": 1,
    }


def _node(identity: dict[str, Any], kinds: dict[str, Any]) -> dict[str, Any]:
    kind_of_node = {"kind": {"enum": list(kinds)}}
    shared = {"id": identity, "kind": True, "note": {"enum": ["violence", "suicide"]}, "picture": _picture()}
    rules = [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": _object(shared | own, ["id", *required]),
        }
        for kind, (own, required) in kinds.items()
    ]
    return {"type": "object", "properties": kind_of_node, "required": ["kind"], "allOf": rules}


def _picture() -> dict[str, Any]:
    pixels = {"type": "integer", "minimum": 1, "maximum": 20000}
    sha = {"type": "string", "pattern": r"^[0-9a-f]{64}(?![\s\S])"}
    kind = {"type": "string", "pattern": r"^image/[a-z0-9.+-]+(?![\s\S])"}
    members = {"sha256": sha, "width": pixels, "height": pixels, "type": kind}
    return _object(members, list(members))


def _texts() -> dict[str, Any]:
    language = {"type": "object", "additionalProperties": {"type": "string"}}
    return {"type": "object", "propertyNames": {"pattern": _LANG_PATTERN}, "additionalProperties": language}


JSON_SCHEMA: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_schema(draft=False)}
_STRICT = Draft202012Validator(JSON_SCHEMA)
_DRAFT = Draft202012Validator(_schema(draft=True))


def problems(body: object, *, draft: bool) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where the body has the wrong shape: (path from the root, sentence). With `draft`, unfinished links pass."""
    unfit = _unfit(body)
    if unfit:
        yield (), unfit
        return
    validator = _DRAFT if draft else _STRICT
    for error in validator.iter_errors(body):
        yield tuple(error.absolute_path), _explain(error)


def _unfit(body: object) -> str | None:
    """What keeps a value from being JSON that can be canonical; looked for first, because error texts quote values."""
    waiting = [(body, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > _DEEPEST:
            return "內容層數太深，請照劇本格式重新整理。"
        if isinstance(value, dict) and all(isinstance(name, str) for name in value):
            waiting.extend((part, depth + 1) for pair in value.items() for part in pair)
        elif isinstance(value, list):
            waiting.extend((part, depth + 1) for part in value)
        elif not _is_plain(value):
            return "內容有無法儲存的文字或數字，請刪掉後重新輸入。"
    return None


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, float):
        return math.isfinite(value) and abs(value) <= _LARGEST
    if isinstance(value, int):
        return abs(value) <= _LARGEST
    return value is None


def _explain(error: ValidationError) -> str:
    rule: Any = error.validator_value
    schema: Any = error.schema
    given: Any = error.instance
    match error.validator:
        case "required":
            missing = "、".join(name for name in rule if name not in given)
            return f"少了「{missing}」，請補上。"
        case "additionalProperties":
            unknown = "、".join(sorted(set(given) - set(schema.get("properties", ()))))
            return f"有不認得的欄位「{unknown}」，請刪掉。"
        case "enum":
            return f"只能是 {'、'.join(rule)}，請改正。"
        case "const":
            return f"只能是 {rule}，請改正。"
        case "type":
            names = [rule] if isinstance(rule, str) else rule
            return f"應該是{'或'.join(_TYPES[name] for name in names)}，請改正。"
    return _OTHERWISE[str(error.validator)].format(rule)


_TYPES = {"object": "一組欄位", "array": "清單", "string": "文字", "integer": "整數", "null": "空的"}
_OTHERWISE = {
    "pattern": "的寫法不對，請只用規定的字元（代號用小寫英文、數字、- 和 _，最多 40 個字）。",
    "minimum": "不能小於 {}，請改正。",
    "maximum": "不能大於 {}，請改正。",
    "minItems": "至少要有 {} 個，請補上。",
    "maxItems": "最多只能有 {} 個，請刪減。",
    "uniqueItems": "有重複的項目，請刪掉。",
    "contains": "要剛好有一個「good」，請改正。",
    "maxContains": "要剛好有一個「good」，請改正。",
}
