"""How a block stands in the body of a script, both ways.

Each block can *say* its value as it stands in a body, *tell* the texts in it, and *write* the raw value of a page that
says the same. Structs and lists do so through their children: a kind of step is declared once, as its fields.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from wagtail import blocks

NOTHING: Any = object()
"""Said by what has no member in the body."""

IDS = ("node_id", "choice_id", "counter_id", "line_id")
"""The fields that hold a part's own id."""


class Told(NamedTuple):
    """A text: its key in the body, its path as translators' tools name it, and what it says."""

    key: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: the ids above it (`n1`, `a`) and the path on the page."""

    path: str
    ids: tuple[str, ...] = ()

    def into(self, name: str) -> "Place":
        return Place(f"{self.path}.{name}", self.ids)

    def under(self, part: str | None) -> "Place":
        return Place(self.path, (*self.ids, part)) if part else self


@dataclass(frozen=True, slots=True)
class Source:
    """What a page is written from: nodes by id, texts by key, and what gives each block an id that stays the same."""

    nodes: Mapping[str, Mapping[str, Any]]
    texts: Mapping[str, str]
    identify: Callable[..., str]
    ids: tuple[str, ...] = ()

    def under(self, part: str | None) -> "Source":
        return replace(self, ids=(*self.ids, part)) if part else self

    def text(self, name: str) -> str:
        return self.texts.get(".".join((*self.ids, name)), "")

    def item(self, raw: Any, *name: str, kind: str = "item") -> dict[str, Any]:
        """A child of a list or stream, with the id that follows from its place."""
        return {"type": kind, "id": self.identify(*self.ids, *name), "value": raw}


class Field:
    """A block that is one member of a body under its own name; `optional` ones are left out when they are empty."""

    optional = True

    def say(self, value: Any) -> Any:
        return NOTHING if self.optional and value in (None, "") else value

    def tell(self, value: Any, place: Place) -> Iterator[Told]:
        return iter(())

    def write(self, said: Any, source: Source) -> Any:
        return self.get_prep_value(self.get_default()) if said is NOTHING else said


class Part(Field, blocks.StructBlock):
    """Several members together. `key` names it among the texts where it has no id of its own."""

    def say(self, value: Any) -> Any:
        said = {_member(name): block.say(value[name]) for name, block in self.child_blocks.items()}
        return {name: each for name, each in said.items() if each is not NOTHING}

    def tell(self, value: Any, place: Place) -> Iterator[Told]:
        here = place.under(self.name_of(value))
        for name, block in self.child_blocks.items():
            yield from block.tell(value[name], here.into(name))

    def write(self, said: Any, source: Source) -> Any:
        members = {} if said is NOTHING else said
        here = source.under(members.get("id") or self.meta.key)
        return {
            name: block.write(members.get(_member(name), NOTHING), here) for name, block in self.child_blocks.items()
        }

    def name_of(self, value: Any) -> str | None:
        """The id of this value, or the key of all such values."""
        return next((value[name] for name in IDS if name in value), self.meta.key)

    class Meta:
        key = None


class Parts(Field, blocks.ListBlock):
    """A list of parts or plain values; an `optional` one is left out when it is empty."""

    def __init__(self, child: Any, *, optional: bool = True, **kwargs: Any) -> None:
        super().__init__(child, **kwargs)
        self.optional = optional

    def say(self, value: Any) -> Any:
        said = [self.child_block.say(each) for each in value]
        return NOTHING if self.optional and not said else said

    def tell(self, value: Any, place: Place) -> Iterator[Told]:
        for child in value.bound_blocks:
            yield from self.child_block.tell(child.value, place.into(child.id))

    def write(self, said: Any, source: Source) -> Any:
        return [self._item(number, each, source) for number, each in enumerate([] if said is NOTHING else said)]

    def _item(self, number: int, said: Any, source: Source) -> dict[str, Any]:
        own = said.get("id") if isinstance(said, Mapping) else None
        # What stands in a list without an id of its own is told apart by its place.
        name = (own,) if own else (self.name, str(number))
        return source.item(self.child_block.write(said, source.under(None if own else "-".join(name))), *name)


def _member(name: str) -> str:
    return "id" if name in IDS else name
