"""Dates and hours as one writes them in each language."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import formats, timezone, translation
from django.utils.formats import date_format, time_format

from courses.templatetags.street import due_in_words
from lms.templatetags.look import greeting

NIGHT = datetime(2026, 11, 3, 22, 5, tzinfo=ZoneInfo("Asia/Taipei"))


@pytest.mark.parametrize(
    ("code", "day", "month_day", "moment"),
    [
        ("zh-hant", "2026年11月3日", "11月3日", "2026年11月3日 22:05"),
        ("en", "3\u00a0November 2026", "3\u00a0November", "3\u00a0November 2026, 22:05"),
        ("vi", "3/11/2026", "3 tháng 11", "22:05 3/11/2026"),
        ("id", "3\u00a0November 2026", "3\u00a0November", "3\u00a0November 2026, 22.05"),
    ],
)
def test_a_day_and_a_moment(code, day, month_day, moment):
    with translation.override(code):
        written = [date_format(NIGHT, name) for name in ("DATE_FORMAT", "MONTH_DAY_FORMAT", "DATETIME_FORMAT")]
    assert written == [day, month_day, moment]


@pytest.mark.parametrize(
    ("code", "month"),
    [("zh-hant", "2026年11月"), ("en", "November 2026"), ("vi", "tháng 11/2026"), ("id", "November 2026")],
)
def test_a_month(code, month):
    with translation.override(code):
        assert date_format(NIGHT, "YEAR_MONTH_FORMAT") == month


@pytest.mark.parametrize(("code", "hour"), [("zh-hant", "22:05"), ("en", "22:05"), ("vi", "22:05"), ("id", "22.05")])
def test_the_hours_run_to_twenty_four(code, hour):
    with translation.override(code):
        assert time_format(NIGHT.time(), "TIME_FORMAT") == hour


@pytest.mark.parametrize(("code", "number"), [("zh-hant", "0.5"), ("en", "0.5"), ("vi", "0,5"), ("id", "0,5")])
def test_the_sign_of_the_fraction(code, number):
    with translation.override(code):
        assert formats.localize(0.5) == number


@pytest.mark.parametrize(
    ("code", "days", "said"),
    [
        ("en", 2, "2 days left"),
        ("en", 1, "Due tomorrow"),
        ("en", -1, "1 day overdue"),
        ("en", -2, "2 days overdue"),
        ("vi", -1, "Quá hạn 1 ngày"),
        ("id", -2, "Lewat 2 hari"),
        ("zh-hant", -1, "逾期 1 天"),
        ("zh-hant", 2, "還有 2 天"),
    ],
)
def test_a_number_of_days_takes_the_form_that_the_language_wants(code, days, said):
    with translation.override(code):
        assert due_in_words(timezone.now() + timedelta(days=days)) == said


@pytest.mark.parametrize(("code", "said"), [("en", "Good evening"), ("vi", "Chào buổi tối"), ("id", "Selamat malam")])
def test_one_greets_in_the_readers_language(code, said):
    with translation.override(code):
        assert greeting(NIGHT) == said
