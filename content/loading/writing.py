"""From a body to the raw blocks of a page: the way back of `content.compiling`."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from wagtail.blocks import StreamBlock

from content.blocks import Source
from content.loading.files import key_of

Raw = dict[str, Any]


def blocks_of(page_class: Any, slug: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The stream fields of a page (`nodes`, and a scenario's `counters`) that compile to this body.

    Block ids follow from slug and node, so that loading twice is the same.
    """
    source = Source(
        nodes={node["id"]: node for node in body["nodes"]},
        texts=body["texts"][body["source"]],
        identify=partial(block_id, slug),
    )
    pooled = {name for node in body["nodes"] for name in node.get("of", ())}
    top = [node["id"] for node in body["nodes"] if node["id"] not in pooled]
    steps = stream_of(page_class, "nodes")
    fields = {"nodes": steps.to_python(steps.write(top, source))}
    if body["kind"] == "scenario":
        counters = stream_of(page_class, "counters")
        fields["counters"] = counters.to_python(counters.write(body.get("counters", ()), source))
    return fields


def stream_of(page_class: Any, field: str) -> StreamBlock:
    """The block of a stream field."""
    return page_class._meta.get_field(field).stream_block


def block_id(slug: str, *parts: str) -> str:
    """The stable id of a block."""
    return str(key_of("block", slug, *parts))
