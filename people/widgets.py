"""Fields that a browser helps with: it takes a day or a clock time in one form only, whatever the language of the page,
and shows an empty field for any other."""

from django import forms


class DayInput(forms.DateInput):
    """A day, as the browser's own calendar gives it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """Hours and minutes, as the browser's own clock gives them."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")
