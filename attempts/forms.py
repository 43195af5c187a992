"""The trainer's form for what clerks have reported."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from attempts.models import Flag
from attempts.rules import LONGEST_REPLY
from content.models import Work


class AnswerForm(forms.Form):
    """Which flags of one work are answered, how, and with which sentence for those who reported them."""

    flags = forms.ModelMultipleChoiceField(
        Flag.objects.none(),
        error_messages={
            "required": _("先勾選要回覆的回報。"),
            "invalid_choice": _("這些回報剛剛有人處理過了。"),
            "invalid_pk_value": _("這些回報剛剛有人處理過了。"),
        },
    )
    state = forms.ChoiceField(choices=[(Flag.State.MENDED, _("改好了")), (Flag.State.NO_FAULT, _("不是錯"))])
    reply = forms.CharField(
        required=False,
        max_length=LONGEST_REPLY,
        error_messages={"max_length": _("給夥伴的一句話最多 %(limit_value)d 個字。")},
    )

    def __init__(self, *args: Any, work: Work, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["flags"].queryset = Flag.objects.open().filter(attempt__edition__work=work)  # type: ignore[attr-defined]  # a model's choice

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("state") == Flag.State.NO_FAULT and not cleaned.get("reply") and "reply" not in self.errors:
            self.add_error("reply", _("不是錯的話，請用一句話跟回報的夥伴說明原因。"))
        return cleaned

    @property
    def told(self) -> str:
        """All that is wrong with it, in one sentence after another."""
        return " ".join(str(message) for messages in self.errors.values() for message in messages)
