"""The smallest blocks: ids, links, plain text, pictures."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

ID_RULE = RegexValidator(r"^[a-z0-9][a-z0-9_-]{0,39}\Z", "代號只用小寫英文、數字、- 和 _，最多 40 個字。")


class IdBlock(blocks.FieldBlock):
    """An id that survives editions. Not text: a translation takes it over as it is. `role` tells the editor's script
    what it fills in by itself: `node`, `choice` or `target`."""

    def __init__(self, role: str, *, shown: bool = True, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={f"data-script-{role}": "", "autocomplete": "off", "spellcheck": "false"})
        self.field = forms.CharField(required=False, max_length=40, validators=[ID_RULE], widget=widget)
        classes = f"script-id script-id--{role}" if shown else f"script-id script-id--{role} script-id--quiet"
        super().__init__(form_classname=classes, **kwargs)

    class Meta:
        default = ""


class PlainTextBlock(blocks.TextBlock):
    """Plain text with one kind of line break, whatever the browser sends."""

    def __init__(self, *, rows: int = 2, **kwargs: Any) -> None:
        super().__init__(required=False, rows=rows, **kwargs)

    def clean(self, value: str | None) -> str:
        return str(super().clean(value)).replace("\r\n", "\n").replace("\r", "\n").strip()


class PlainLineBlock(blocks.CharBlock):
    """One line of plain text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class PictureBlock(ImageChooserBlock):
    """A picture from the owner's collection; the same in every language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def get_translatable_segments(self, value: object) -> list[Any]:
        return []
