"""Has a body the right shape? In two strengths, and what is wrong with it in words. The schema itself: schema.py."""

import math
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from content.script.schema import WORD_PATTERN, body_schema

_DEEPEST = 8
_LARGEST = 2**53 - 1

JSON_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **body_schema(draft=False),
}
_STRICT = Draft202012Validator(JSON_SCHEMA)
_DRAFT = Draft202012Validator(body_schema(draft=True))


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
            return f"只能是 {'、'.join(map(str, rule))}，請改正。"
        case "const":
            return f"只能是 {rule}，請改正。"
        case "type":
            names = [rule] if isinstance(rule, str) else rule
            return f"應該是{'或'.join(_TYPES[name] for name in names)}，請改正。"
        case "pattern" if rule == WORD_PATTERN:
            return "不能是空白的，請寫一個字詞。"
    return _OTHERWISE[str(error.validator)].format(rule)


_TYPES = {
    "object": "一組欄位",
    "array": "清單",
    "string": "文字",
    "integer": "整數",
    "number": "數字",
    "boolean": "是或否",
    "null": "空的",
}
_OTHERWISE = {
    "pattern": "的寫法不對，請只用規定的字元（代號用小寫英文、數字、- 和 _，最多 40 個字）。",
    "minimum": "不能小於 {}，請改正。",
    "maximum": "不能大於 {}，請改正。",
    "exclusiveMinimum": "要大於 {}，請改正。",
    "maxLength": "最多 {} 個字，請寫短一點。",
    "anyOf": "要寫「至少」或「至多」多少，請補上一個。",
    "minItems": "至少要有 {} 個，請補上。",
    "maxItems": "最多只能有 {} 個，請刪減。",
    "uniqueItems": "有重複的項目，請刪掉。",
    "contains": "要剛好有一個「good」，請改正。",
    "maxContains": "要剛好有一個「good」，請改正。",
}
