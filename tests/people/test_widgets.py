"""What a browser takes is the same in every language."""

from datetime import date, time

import pytest
from django.utils import translation

from people.widgets import ClockInput, DayInput


@pytest.mark.parametrize("language", ["zh-hant", "en", "vi", "id"])
def test_a_day_and_a_time_are_written_as_a_browser_reads_them(language):
    with translation.override(language):
        day, clock = DayInput().render("on", date(2026, 12, 4)), ClockInput().render("at", time(7, 5))
    assert day == '<input type="date" name="on" value="2026-12-04">'
    assert clock == '<input type="time" name="at" value="07:05">'
