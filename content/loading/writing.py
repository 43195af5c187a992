"""From a body to the raw blocks of a page: the way back of `content.compiling`."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from wagtail.blocks import StreamBlock

from content.blocks import Source
from content.blocks.drills import ROLES
from content.loading.files import key_of
from content.script.drill import DRILL_WORDS

Raw = dict[str, Any]


def blocks_of(page_class: Any, slug: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The stream fields of a page that compile to this body: `nodes`, for a story `counters`, for a drill its lists.

    Block ids follow from slug and node, so that loading twice is the same.
    """
    source = Source(
        nodes={node["id"]: node | _standard(node["id"], body.get("drill")) for node in body["nodes"]},
        texts=body["texts"][body["source"]],
        identify=partial(block_id, slug),
    )
    pooled = {name for node in body["nodes"] for name in node.get("of", ())}
    top = [node["id"] for node in body["nodes"] if node["id"] not in pooled]
    steps = stream_of(page_class, "nodes")
    lists = {} if body["kind"] == "lesson" else {"counters": body.get("counters", ())}
    lists |= {name: body["drill"][name] for name in DRILL_WORDS if "drill" in body}
    return {"nodes": steps.to_python(steps.write(top, source))} | {
        name: _lines(stream_of(page_class, name), said, source) for name, said in lists.items()
    }


def _lines(stream: StreamBlock, said: Any, source: Source) -> Any:
    return stream.to_python(stream.write(said, source.under("drill")))


def _standard(node: str, drill: Mapping[str, Any] | None) -> Raw:
    """What the body says in one place of a drill's questions, where the studio says it: at the question."""
    if drill is None:
        return {}
    said = next((standard for standard in drill["standards"] if standard["node"] == node), {})
    role = next((role for role, _ in ROLES if drill[role] == node), None)
    due = {name: said[name] for name in ("by", "critical") if said}
    return {"standard": due | ({"role": role} if role else {})} if due or role else {}


def stream_of(page_class: Any, field: str) -> StreamBlock:
    """The block of a stream field."""
    return page_class._meta.get_field(field).stream_block


def block_id(slug: str, *parts: str) -> str:
    """The stable id of a block."""
    return str(key_of("block", slug, *parts))
