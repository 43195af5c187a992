"""The smallest blocks: ids, links, plain text, numbers, pictures."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from content.blocks.saying import NOTHING, Field, Place, Source, Told
from content.pictures import keep_picture

ID_RULE = RegexValidator(r"^[a-z0-9][a-z0-9_-]{0,39}\Z", "代號只用小寫英文、數字、- 和 _，最多 40 個字。")


class IdBlock(Field, blocks.FieldBlock):
    """An id that survives editions. Not text: a translation takes it over as it is.

    `role` tells the editor's script what it fills in by itself (`node`, `choice`, `counter`, `line`) or offers as a
    list (`target`, `slot`, `counted`); `empty` is how that list words "none".
    """

    def __init__(self, role: str, *, optional: bool = False, empty: str = "（還沒選）", **kwargs: Any) -> None:
        self.optional = optional
        attrs = {f"data-script-{role}": "", "data-script-empty": empty, "autocomplete": "off", "spellcheck": "false"}
        self.field = forms.CharField(
            required=False, max_length=40, validators=[ID_RULE], widget=forms.TextInput(attrs=attrs)
        )
        super().__init__(form_classname=f"script-id script-id--{role}", **kwargs)

    class Meta:
        default = ""


class TargetBlock(IdBlock):
    """Where something leads; open as long as nothing is chosen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("target", **kwargs)

    def say(self, value: str) -> str | None:
        return value or None

    def write(self, said: Any, source: Source) -> str:
        return "" if said is NOTHING or said is None else str(said)


class SkipBlock(TargetBlock):
    """A way past a step, or none."""

    def say(self, value: str) -> Any:
        return value or NOTHING


class TextField(Field):
    """A text of the body, under the ids above it and its own name."""

    def say(self, value: Any) -> Any:
        return NOTHING

    def tell(self, value: str | None, place: Place) -> Iterator[Told]:
        yield Told(".".join((*place.ids, self.name)), place.path, value or "")

    def write(self, said: Any, source: Source) -> str:
        return source.text(self.name)


class PlainTextBlock(TextField, blocks.TextBlock):
    """Plain text with one kind of line break, whatever the browser sends."""

    def __init__(self, *, rows: int = 2, **kwargs: Any) -> None:
        super().__init__(required=False, rows=rows, **kwargs)

    def clean(self, value: str | None) -> str:
        return str(super().clean(value)).replace("\r\n", "\n").replace("\r", "\n").strip()


class PlainLineBlock(TextField, blocks.CharBlock):
    """One line of plain text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class WordsBlock(Field, blocks.TextBlock):
    """Words to listen for, one a line, in all languages together: the same in every translation."""

    def __init__(self, *, optional: bool, **kwargs: Any) -> None:
        super().__init__(required=False, rows=3, **kwargs)
        self.optional = optional

    def say(self, value: str | None) -> Any:
        said = [line.strip() for line in (value or "").splitlines() if line.strip()]
        return NOTHING if self.optional and not said else said

    def write(self, said: Any, source: Source) -> str:
        return "" if said is NOTHING else "\n".join(said)

    def get_translatable_segments(self, value: object) -> list[Any]:
        return []


class LabelBlock(Field, blocks.CharBlock):
    """What trainers call a thing among themselves: not in the body, not translated."""

    def say(self, value: object) -> Any:
        return NOTHING

    def get_translatable_segments(self, value: object) -> list[Any]:
        return []


class SelectBlock(Field, blocks.ChoiceBlock):
    """One of some words; left out where it is empty."""

    def write(self, said: Any, source: Source) -> str:
        return super().write(said, source) or ""


class TickBlock(Field, blocks.BooleanBlock):
    """A tick for the trainer; what it means is said by the part it stands in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def say(self, value: object) -> Any:
        return NOTHING


class FlagBlock(TickBlock):
    """A tick that stands in the body as it is."""

    def say(self, value: object) -> bool:
        return bool(value)


class WholeBlock(Field, blocks.IntegerBlock):
    """A whole number or nothing. A form's digits are a number at once: "2" is no change of 2."""

    def __init__(self, low: int, high: int, *, required: bool = False, **kwargs: Any) -> None:
        super().__init__(required=required, min_value=low, max_value=high, **kwargs)

    def value_from_form(self, value: object) -> object:
        if isinstance(value, str):
            return int(value) if value.strip().removeprefix("-").isdecimal() else value.strip() or None
        return value


class NumberBlock(Field, blocks.FloatBlock):
    """A number or nothing; a whole one stays whole."""

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)

    def say(self, value: float | None) -> Any:
        if value is None:
            return NOTHING
        return int(value) if value == int(value) else value


class PictureBlock(Field, ImageChooserBlock):
    """A picture from the owner's collection; the same in every language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def say(self, value: Any) -> Any:
        return keep_picture(value) if value else NOTHING

    def write(self, said: Any, source: Source) -> None:
        return None

    def get_translatable_segments(self, value: object) -> list[Any]:
        return []
