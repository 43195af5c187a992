"""A StreamField whose block definitions stay out of migrations: the rows are JSON whatever the blocks are."""

from typing import Any

from wagtail.fields import StreamField


class QuietStreamField(StreamField):
    """`block_types` as in Wagtail; in a migration it is an empty list, and there is no default made of blocks."""

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup")
        kwargs.pop("default", None)
        return name, path, [], kwargs
