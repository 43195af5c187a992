"""The forms of the page editor."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm

from content.rules import DRAFT, REVIEWED
from content.script import COMPETENCIES
from content.script.structure import COMPETENCY_WORDS


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


class WithdrawForm(forms.Form):
    because = forms.CharField(
        label="為什麼撤回", max_length=200, help_text="學員會看到這句話，例如：「專線時間寫錯了，改好會再上架。」"
    )
