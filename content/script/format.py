"""From a body (JSON) to a Script that can be played, and the names by which a body is addressed."""

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785

from content.script import shape, structure, wording
from content.script.best import Script
from content.script.drill import drill_of
from content.script.nodes import counter_of, node_of
from content.script.reading import Reading

JSON_SCHEMA = shape.JSON_SCHEMA


class FormatError(ValueError):
    """A body that cannot be loaded: `path` says where (`nodes.3.to`, or a node's id), `message` what, in zh-Hant."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
        self.message = message


def load(body: Mapping[str, Any], *, trusted: bool = False) -> Script:
    """The script in `body`. Raises FormatError unless its shape is right and how it is played leaves nothing open.

    `trusted` leaves the checks out: only for the body of an edition, which was checked before it was frozen.
    """
    if not trusted:
        _check(body)
    return Script(
        kind=body["kind"],
        start=body["start"],
        competencies=tuple(body["competencies"]),
        pass_mark=body["pass_mark"],
        nodes={node["id"]: node_of(node) for node in body["nodes"]},
        counters={counter["id"]: counter_of(counter) for counter in body.get("counters", ())},
        drill=drill_of(body),
    )


def _check(body: Mapping[str, Any]) -> None:
    for path, message in shape.problems(body, draft=False):
        raise FormatError(".".join(map(str, path)), message)
    if body["source"] not in body["texts"]:
        raise FormatError("texts", "少了原文，請補上。")
    reading = Reading(body)
    for finding in (*structure.unplayable(reading), *wording.stray_texts(reading, wording.places(body))):
        raise FormatError(finding.node or "", finding.message)


def canonical(body: Mapping[str, Any]) -> bytes:
    """The one spelling of a body as UTF-8 JSON (RFC 8785)."""
    return rfc8785.dumps(dict(body))


def sha(body: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical body, 64 lower-case hexadecimal digits: the address of an edition."""
    return hashlib.sha256(canonical(body)).hexdigest()


def structure_sha(body: Mapping[str, Any]) -> str:
    """The same without `texts`, `drafts`, `work`: a corrected comma or another chain's variant leaves it as it was."""
    return sha({name: value for name, value in body.items() if name not in {"texts", "drafts", "work"}})
