"""The shape of a body as JSON Schema: formats 1 to 3, as drafts (links may be open) and as editions (they may not)."""

from typing import Any

from content.script.model import COMPETENCIES, LEVELS, QUALITIES

Schema = dict[str, Any]
Members = tuple[Schema, list[str]]

# Not `$`: Python lets it match before a final line break, JavaScript does not.
ID_PATTERN = r"^[a-z0-9][a-z0-9_-]{0,39}(?![\s\S])"
LANG_PATTERN = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*(?![\s\S])"
_WORK_PATTERN = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\s\S])"
# A letter or sign that folding leaves standing: see `grading.fold`.
WORD_PATTERN = r"[^\t-\r \u00a0\u3000]"
_LARGEST_NUMBER = 1_000_000
FORMATS = (1, 2, 3)
DRILLS = 3
"""The format that drills are written in, and nothing else is."""

IDENTITY: Schema = {"type": "string", "pattern": ID_PATTERN}


def body_schema(*, draft: bool) -> Schema:
    """The schema of a body of any format."""
    schema = _body(FORMATS[0], draft=draft)
    for number in FORMATS[1:]:
        meant = {"properties": {"format": {"const": number}}, "required": ["format"]}
        schema = {"if": meant, "then": _body(number, draft=draft), "else": schema}
    return schema


def _body(number: int, *, draft: bool) -> Schema:
    target = _target(draft=draft)
    kinds = _FirstKinds(draft=draft) if number == 1 else _SecondKinds(draft=draft)
    members = {
        "format": {"enum": list(FORMATS)},
        "work": {"type": "string", "pattern": _WORK_PATTERN},
        "kind": {"enum": ["drill"] if number == DRILLS else ["lesson", "scenario"]},
        "source": {"type": "string", "pattern": LANG_PATTERN},
        "competencies": {"type": "array", "items": {"enum": list(COMPETENCIES)}, "uniqueItems": True},
        "minutes": {"type": "integer", "minimum": 1, "maximum": 60},
        "pass_mark": {"type": "integer", "minimum": 0, "maximum": 100},
        "start": target,
        "nodes": {"type": "array", "items": _node(kinds.all()), "minItems": 0 if draft else 1},
        "texts": _texts(),
        "drafts": {"type": "array", "items": {"type": "string", "pattern": LANG_PATTERN}, "uniqueItems": True},
    }
    spared = {"work", "drafts", "start"} if draft else {"work", "drafts"}
    if number > 1:
        members["counters"] = {"type": "array", "items": _counter(), "maxItems": 4}
        spared.add("counters")
    if number == DRILLS:
        members["drill"] = _drill(draft=draft)
    return _object(members, [name for name in members if name not in spared])


def _drill(*, draft: bool) -> Schema:
    """What a drill has beside its nodes; in a draft the two questions that it is measured by may be open."""
    target, least = _target(draft=draft), 0 if draft else 1
    seconds, critical = _whole(5, 600), {"type": "boolean"}
    cue = _object({"id": IDENTITY, "hidden": _whole(1, 3)}, ["id", "hidden"])
    standard = {"node": target, "by": seconds, "critical": critical}
    expected = {"id": IDENTITY, "by": seconds, "critical": critical}
    members = {
        "target_seconds": _whole(30, 600),
        "cues": _array(cue, least, 6),
        "standards": _array(_object(standard, list(standard)), least, 12),
        "report": target,
        "channel": target,
        "expected": _array(_object(expected, list(expected)), least, 12),
    }
    return _object(members, [name for name in members if not draft or name not in ("report", "channel")])


def _target(*, draft: bool) -> Schema:
    return {"type": ["string", "null"]} if draft else IDENTITY


def _object(properties: Schema, required: list[str]) -> Schema:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _array(items: Schema, least: int, most: int) -> Schema:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


def _whole(least: int, most: int) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most}


def _points() -> Schema:
    return {"type": "object", "properties": dict.fromkeys(COMPETENCIES, _whole(-3, 3)), "additionalProperties": False}


def _counter() -> Schema:
    members: Schema = {"id": IDENTITY} | dict.fromkeys(("start", "min", "max"), _whole(-100, 100))
    return _object(members, list(members))


def _effects() -> Schema:
    return {"type": "object", "propertyNames": IDENTITY, "additionalProperties": _whole(-5, 5)}


class _FirstKinds:
    """The kinds of format 1: for each its own members and which of them it must have."""

    def __init__(self, *, draft: bool) -> None:
        self.draft = draft
        self.target = _target(draft=draft)
        self.to: list[str] = [] if draft else ["to"]
        self.choice_members: Schema = {
            "id": IDENTITY,
            "to": self.target,
            "quality": {"enum": list(QUALITIES)},
            "points": _points(),
        }

    def all(self) -> dict[str, Members]:
        written = [] if self.draft else ["choices"]
        choices = self._choices(self.choice_members)
        return {
            "card": ({"to": self.target}, self.to),
            "choice": ({"choices": choices}, written),
            "level": ({"choices": choices if self.draft else _level(choices)}, written),
            "ending": ({"outcome": {"enum": ["correct", "partial", "unsafe"]}}, ["outcome"]),
        }

    def _choices(self, members: Schema) -> Schema:
        return _array(_object(members, ["id", *self.to, "quality", "points"]), self._least(2), 6)

    def _least(self, finished: int) -> int:
        return 0 if self.draft else finished


class _SecondKinds(_FirstKinds):
    """The kinds of format 2."""

    def all(self) -> dict[str, Members]:
        way = self.choice_members | {"effects": _effects()}
        level = self._choices(way)
        written = [] if self.draft else ["choices"]
        asking = {
            "choice": ({"choices": self._choices(way | {"guard": self._guard()})}, written),
            "level": ({"choices": level if self.draft else _level(level)}, written),
            **{kind: self._graded(members) for kind, members in self._own_answers().items()},
        }
        extra = {"timer": self._timer(), "skip": self.target}
        branch = _object({"guard": self._guard(), "to": self.target}, ["guard", *self.to])
        card = {"to": self.target, "skip": self.target, "branches": _array(branch, 1, 4)}
        return {
            **super().all(),
            **{kind: (members | extra, required) for kind, (members, required) in asking.items()},
            "card": (card, self.to),
            "pool": (self._pool(), ["draw", "of", *self.to]),
        }

    def _own_answers(self) -> dict[str, Schema]:
        marks = {"enum": ["right", "wrong", "harm"]}
        slots = {"type": "array", "items": IDENTITY, "minItems": 1, "uniqueItems": True}
        item = _object({"id": IDENTITY, "slot": self.target, "harm": slots}, ["id"] if self.draft else ["id", "slot"])
        named = _object({"id": IDENTITY}, ["id"])
        return {
            "choices": {"options": _array(_object({"id": IDENTITY, "mark": marks}, ["id", "mark"]), self._least(2), 8)},
            "order": {"items": _array(named, self._least(3), 8)},
            "match": {"slots": _array(named, self._least(2), 8), "items": _array(item, self._least(2), 10)},
            "number": self._number(),
            "text": self._text(),
        }

    def _number(self) -> Schema:
        number = {"type": "number", "minimum": -_LARGEST_NUMBER, "maximum": _LARGEST_NUMBER}
        step = {"type": "number", "exclusiveMinimum": 0, "maximum": _LARGEST_NUMBER}
        return dict.fromkeys(("low", "high", "min", "max"), number) | {"near": _array(number, 2, 2), "step": step}

    def _text(self) -> Schema:
        word = {"type": "string", "pattern": WORD_PATTERN, "maxLength": 60}
        words = _array(word, 1, 20)
        group = _object({"id": IDENTITY, "words": words | {"minItems": self._least(1)}}, ["id", "words"])
        return {"accept": _array(group, self._least(1), 6), "avoid": words, "most": _whole(10, 200)}

    def _graded(self, members: Schema) -> Members:
        result = _object({"to": self.target, "points": _points(), "effects": _effects()}, [*self.to, "points"])
        results = _object(dict.fromkeys(("right", "partly", "wrong", "harm"), result), ["right", "wrong"])
        required = [name for name in members if name not in ("near", "avoid")]
        return members | {"results": results}, [*required, "results"]

    def _timer(self) -> Schema:
        quality = {"enum": [quality for quality in QUALITIES if quality != "good"]}
        members: Schema = {"seconds": _whole(5, 600), "to": self.target, "points": _points()}
        return _object(members | {"effects": _effects(), "quality": quality}, ["seconds", *self.to, "points"])

    def _guard(self) -> Schema:
        bound = _whole(-100, 100)
        members = {"counter": self.target, "at_least": bound, "at_most": bound}
        some = {"anyOf": [{"required": ["at_least"]}, {"required": ["at_most"]}]}
        return _array(_object(members, ["counter"]) | some, 1, 4)

    def _pool(self) -> Schema:
        of = _array(self.target if self.draft else IDENTITY, self._least(1), 30)
        return {"draw": _whole(1, 30), "of": of, "to": self.target}


def _level(choices: Schema) -> Schema:
    return {
        "allOf": [choices],
        "minItems": len(LEVELS),
        "maxItems": len(LEVELS),
        "prefixItems": [{"properties": {"id": {"const": level}}} for level in LEVELS],
        "contains": {"properties": {"quality": {"const": "good"}}},
        "maxContains": 1,
    }


def _node(kinds: dict[str, Members]) -> Schema:
    kind_of_node = {"kind": {"enum": list(kinds)}}
    told = {"note": {"enum": ["violence", "suicide"]}, "picture": _picture()}
    rules = [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": _object({"id": IDENTITY, "kind": True} | ({} if kind == "pool" else told) | own, ["id", *required]),
        }
        for kind, (own, required) in kinds.items()
    ]
    return {"type": "object", "properties": kind_of_node, "required": ["kind"], "allOf": rules}


def _picture() -> Schema:
    pixels = _whole(1, 20000)
    sha = {"type": "string", "pattern": r"^[0-9a-f]{64}(?![\s\S])"}
    kind = {"type": "string", "pattern": r"^image/[a-z0-9.+-]+(?![\s\S])"}
    members = {"sha256": sha, "width": pixels, "height": pixels, "type": kind}
    return _object(members, list(members))


def _texts() -> Schema:
    language = {"type": "object", "additionalProperties": {"type": "string"}}
    return {"type": "object", "propertyNames": {"pattern": LANG_PATTERN}, "additionalProperties": language}
