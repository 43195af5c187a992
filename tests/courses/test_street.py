from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.template import Context, Template
from django.utils import timezone

from courses.queries import Lamp, Street
from courses.templatetags.street import LEFT, RIGHT, days_left, drawing, due_in_words

L, S = "lesson", "scenario"


def street(*states: str, kinds: tuple[str, ...] = ()) -> Street:
    forms = kinds or (S,) * len(states)
    lamps = tuple(
        Lamp(uuid4(), kind, f"第 {n} 盞", 4, "a" * 64, state, None, 0)
        for n, (kind, state) in enumerate(zip(forms, states, strict=True), 1)
    )
    return Street(5, "夜裡 <街>", "", timezone.now(), None, 1, lamps)


def shown(name: str, of: Street) -> str:
    return Template(name).render(Context({"street": of}))


def picture(*states: str) -> str:
    return shown("{% load street %}{% street_picture street %}", street(*states))


def noon(days: int) -> datetime:
    return timezone.localtime().replace(hour=12, minute=0) + timedelta(days=days)


@pytest.mark.parametrize("count", [1, 3, 10, 24])
def test_all_posts_stand_between_the_edge_and_the_shop(count: int) -> None:
    places = [post.x for post in drawing(street(*["dark"] * count)).posts]
    assert places == sorted(places)
    assert places[0] >= LEFT
    assert places[-1] < RIGHT


def test_one_is_at_the_first_lamp_that_is_not_lit() -> None:
    assert [post.here for post in drawing(street("lit", "begun", "dark")).posts] == [False, True, False]
    assert [post.here for post in drawing(street("lit", "lit")).posts] == [False, False]


def test_a_street_without_lamps_has_no_posts() -> None:
    assert (drawing(street()).posts, street().blocks) == ([], [])


def test_each_lesson_begins_a_block_named_after_it() -> None:
    walked = street("lit", "lit", "lit", "dark", "dark", kinds=(L, S, S, L, S))
    assert [(block.title, len(block.lamps), block.lit) for block in walked.blocks] == [
        ("第 1 盞", 3, 3),
        ("第 4 盞", 2, 0),
    ]


def test_what_stands_before_the_first_lesson_is_a_block_without_a_name() -> None:
    assert [block.title for block in street("dark", "dark", "dark", kinds=(S, L, S)).blocks] == ["", "第 2 盞"]


def test_a_crossing_lies_between_the_last_post_of_a_block_and_the_first_of_the_next() -> None:
    walked = street(*["dark"] * 12, kinds=(L, S, S, S, L, S, S, L, S, S, S, S))
    drawn = drawing(walked)
    places = [post.x for post in drawn.posts]
    first, second = drawn.crossings
    assert places[3] < first < places[4] < places[6] < second < places[7]
    assert places[-1] < RIGHT
    assert f'class="crossing" d="M{first} 153' in shown("{% load street %}{% street_picture street %}", walked)


def test_the_list_names_the_blocks_only_where_there_are_several() -> None:
    several = shown("{% include 'courses/_walk.html' %}", street("lit", "dark", "dark", kinds=(L, S, L)))
    assert all(words in several for words in ("第 1 段・第 1 盞", "1 / 2 盞", "第 2 段・第 3 盞", "0 / 1 盞"))
    assert "段・" not in shown("{% include 'courses/_walk.html' %}", street("lit", "dark", kinds=(L, S)))


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
