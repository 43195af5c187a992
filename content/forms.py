"""The forms of the page editor."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm

from content.rules import DRAFT, LANGUAGES, REVIEWED, SOURCE
from content.script import COMPETENCIES
from content.script.structure import COMPETENCY_WORDS
from content.script.wording import LANG_WORDS


class ReviewedForm(WagtailAdminPageForm):
    """A review is of what was read: who changes the text afterwards makes it a draft again."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.instance.review == REVIEWED and "review" not in self.changed_data and self._says_something_new():
            self.instance.review = DRAFT
            if "review" in self.fields:
                cleaned["review"] = DRAFT
        return cleaned

    def _says_something_new(self) -> bool:
        return bool(set(self.changed_data) - {"comments", "comment_notifications"})


class ScriptForm(ReviewedForm):
    competencies = forms.MultipleChoiceField(
        label="練到哪些能力",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, COMPETENCY_WORDS[name]) for name in COMPETENCIES],
        help_text="勾選的每一項，都要有選項拿得到分數。",
    )


class CourseForm(ReviewedForm):
    """A course as it is."""


class ReadForm(forms.Form):
    """Of one translation: whether it is still a machine's draft."""

    lang = forms.ChoiceField(choices=[(tag, LANG_WORDS[tag]) for tag in LANGUAGES.values() if tag != SOURCE])
    draft = forms.TypedChoiceField(choices=[("yes", ""), ("no", "")], coerce=lambda said: said == "yes")

    def told(self) -> str:
        """What was done, in words."""
        word = LANG_WORDS[self.cleaned_data["lang"]]
        if self.cleaned_data["draft"]:
            return f"{word}標成機器翻譯草稿了，學員會看到一行提醒。"
        return f"{word}標成母語夥伴看過了，學員那邊的提醒拿掉了。"


class WithdrawForm(forms.Form):
    because = forms.CharField(
        label="為什麼撤回", max_length=200, help_text="學員會看到這句話，例如：「專線時間寫錯了，改好會再上架。」"
    )
