from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.template import Context, Template
from django.utils import timezone

from courses.queries import Lamp, Street
from courses.templatetags.street import LEFT, RIGHT, days_left, due_in_words, posts


def lamps(*states: str) -> tuple[Lamp, ...]:
    return tuple(Lamp(uuid4(), "lesson", f"第 {n} 盞", 4, "a" * 64, s, None, 0) for n, s in enumerate(states, 1))


def picture(*states: str) -> str:
    street = Street(5, "夜裡 <街>", "", timezone.now(), None, 1, lamps(*states))
    return Template("{% load street %}{% street_picture street %}").render(Context({"street": street}))


def noon(days: int) -> datetime:
    return timezone.localtime().replace(hour=12, minute=0) + timedelta(days=days)


@pytest.mark.parametrize("count", [1, 3, 10, 24])
def test_all_posts_stand_between_the_edge_and_the_shop(count: int) -> None:
    places = [post.x for post in posts(lamps(*["dark"] * count))]
    assert places == sorted(places)
    assert places[0] >= LEFT
    assert places[-1] < RIGHT


def test_one_is_at_the_first_lamp_that_is_not_lit() -> None:
    assert [post.here for post in posts(lamps("lit", "begun", "dark"))] == [False, True, False]
    assert [post.here for post in posts(lamps("lit", "lit"))] == [False, False]


def test_a_street_without_lamps_has_no_posts() -> None:
    assert posts(()) == []


def test_the_picture_says_in_words_which_lamps_are_lit() -> None:
    drawn = picture("lit", "begun", "dark")
    assert "夜裡 &lt;街&gt;：3 盞燈亮了 1 盞</title>" in drawn
    assert "1 第 1 盞：亮了；2 第 2 盞：進行中；3 第 3 盞：還沒點亮</desc>" in drawn


def test_the_shop_at_the_end_lights_when_all_lamps_are_lit() -> None:
    assert ("shop is-lit" in picture("lit", "lit"), "shop is-lit" in picture("lit", "dark")) == (True, False)


def test_the_picture_keeps_to_the_content_policy() -> None:
    drawn = picture("lit", "dark")
    assert "style=" not in drawn
    assert "<style" not in drawn


@pytest.mark.parametrize(
    ("days", "words"),
    [(-3, "逾期 3 天"), (-1, "逾期 1 天"), (0, "今天到期"), (1, "明天到期"), (2, "還有 2 天"), (30, "還有 30 天")],
)
def test_how_long_there_is_is_said_in_calendar_days(days: int, words: str) -> None:
    assert days_left(noon(days)) == days
    assert due_in_words(noon(days)) == words
