"""What the control on today's page sends."""

from django import forms

from people.shifts.presence.rules import HOURS


class OnShiftForm(forms.Form):
    store = forms.IntegerField()
    hours = forms.TypedChoiceField(coerce=int, choices=[(hours, hours) for hours in HOURS])
