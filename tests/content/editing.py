"""What a browser posts from the page editor."""

from collections.abc import Iterator, Mapping
from typing import Any

from wagtail import blocks


def form_of(page: Any, *, press: str | None = None, **changed: Any) -> dict[str, Any]:
    """The editor's form as it stands for a page; `press` is the button (`publish`), `changed` are fields."""
    story = ["nodes", "counters"]
    streams = {"course": ["works"], "lesson": ["nodes"], "scenario": story, "drill": [*story, "cues", "expected"]}
    plain = ["title", "summary"] + (["need", "validity_months"] if page.kind == "course" else ["minutes", "pass_mark"])
    plain += ["target_seconds"] if page.kind == "drill" else []
    data = {name: getattr(page, name) if getattr(page, name) is not None else "" for name in plain}
    if page.kind == "course":
        data |= {"certifies": "on"} if page.certifies else {}
    else:
        data["competencies"] = list(page.competencies)
    for field in streams[page.kind]:
        data |= dict(_stream(getattr(page, field), field))
    data |= {f"comments-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    if press:
        data[f"action-{press}"] = f"action-{press}"
    return data | changed


def field_of(page: Any, *place: str) -> str:
    """The name of the form field at a place: node id, then choice id or level, then the field of the block."""
    node, *inner, name = place
    number, block = next((n, b) for n, b in enumerate(page.nodes) if b.value["node_id"] == node)
    prefix = f"nodes-{number}-value"
    if inner and block.block_type == "level":
        prefix += f"-{inner[0]}"
    elif inner:
        ids = [choice["choice_id"] for choice in block.value["choices"]]
        prefix += f"-choices-{ids.index(inner[0])}-value"
    return f"{prefix}-{name}"


def _stream(stream: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    yield f"{prefix}-count", len(stream)
    for number, child in enumerate(stream):
        yield from _item(f"{prefix}-{number}", number, child.block_type, child.id)
        yield from _value(child.block, child.value, f"{prefix}-{number}-value")


def _item(prefix: str, number: int, kind: str, item_id: str) -> Iterator[tuple[str, Any]]:
    yield from {
        f"{prefix}-deleted": "",
        f"{prefix}-order": number,
        f"{prefix}-type": kind,
        f"{prefix}-id": item_id,
    }.items()


def _value(block: blocks.Block, value: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    if isinstance(block, blocks.StreamBlock):
        yield from _stream(value, prefix)
    elif isinstance(block, blocks.BooleanBlock):
        yield from [(prefix, "on")] if value else []
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _value(child, value[name], f"{prefix}-{name}")
    elif isinstance(block, blocks.ListBlock):
        yield f"{prefix}-count", len(value)
        for number, bound in enumerate(value.bound_blocks):
            yield f"{prefix}-{number}-deleted", ""
            yield f"{prefix}-{number}-order", number
            yield f"{prefix}-{number}-type", "item"
            yield f"{prefix}-{number}-id", bound.id
            yield from _value(bound.block, bound.value, f"{prefix}-{number}-value")
    elif isinstance(value, Mapping):
        raise TypeError(prefix)
    else:
        yield prefix, getattr(value, "pk", value) if value is not None else ""
