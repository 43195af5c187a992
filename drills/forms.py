"""What a store says after a drill: lessons and corrective actions."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drills.models import CorrectiveAction, Lesson
from people.models import Person, Posting, Store
from people.models.posting import ON_THE_FLOOR
from people.shifts.rules import shop_day
from people.widgets import DayInput

WITHIN = timedelta(days=14)
LATEST = timedelta(days=366)


class LessonForm(forms.ModelForm):  # type: ignore[type-arg]  # the same
    class Meta:
        model = Lesson
        fields = ["text"]
        labels = {"text": _("我們學到什麼")}
        help_texts = {"text": _("不用寫名字，也不要寫客人的事。")}
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "id": "lesson"})}


class OwnerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django has no arguments here
    """Somebody, by name."""

    def label_from_instance(self, obj: Person) -> str:
        return obj.name


class CorrectiveActionForm(forms.ModelForm):  # type: ignore[type-arg]  # the same
    """What is to be mended, by somebody of the store or who answers for it, until a day from today on."""

    class Meta:
        model = CorrectiveAction
        fields = ["text", "owner", "due_on"]
        labels = {"text": _("要改善什麼"), "due_on": _("哪一天前")}
        # The page has the lesson's form too: each field has an id of its own, or a label would name the other's.
        widgets = {"text": forms.TextInput(attrs={"id": "action"}), "due_on": DayInput()}

    def __init__(self, *args: Any, store: Store, me: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.now()
        there = Posting.objects.alive(now).filter(store=store, role__in=ON_THE_FLOOR).values("person")
        mine = Person.objects.filter(pk=me.pk)
        owners = (Person.objects.filter(pk__in=there, is_active=True) | mine).order_by("employee_number")
        self.fields["owner"] = OwnerField(label=_("誰負責"), queryset=owners, empty_label=_("選一個人"))
        self.fields["due_on"].initial = shop_day(now + WITHIN)

    def clean_due_on(self) -> date:
        due: date = self.cleaned_data["due_on"]
        today = shop_day(timezone.now())
        if not today <= due <= today + LATEST:
            raise forms.ValidationError(_("請選今天到一年內的一天。"))
        return due
