"""Each kind has its sentences, made from its data when they are read."""

import pytest
from django.utils import translation

from people.notices.texts import WORDINGS, kinds_to_choose, text_of

DATA = {
    "course": {"zh-Hant": "門市關懷前線", "en": "Care at the counter"},
    "work": {"zh-Hant": "迷路的長者"},
    "store": "榕樹門市",
    "due_on": "2026-12-07",
    "until_on": "2027-12-07",
    "drill": {"zh-Hant": "深夜的求助"},
    "minutes": 30,
    "day_on": "2026-12-07",
    "clock": "14:30",
}


@pytest.mark.parametrize("kind", WORDINGS)
def test_no_gap_stays_open(kind):
    text = text_of(kind, DATA, "/")
    assert "%(" not in text.title + text.body
    assert text.title


@pytest.mark.parametrize(
    ("lang", "mark"), [("zh-hant", "【演練】"), ("en", "[DRILL]"), ("vi", "[DI"), ("id", "[LATIHAN]")]
)
def test_whatever_a_drill_says_names_itself_as_one_first(lang, mark):
    drills = [kind for kind in WORDINGS if kind.startswith("drill_")]
    assert len(drills) == 6
    with translation.override(lang):
        assert [kind for kind in drills if not text_of(kind, DATA, "/").title.startswith(mark)] == []


def test_a_text_that_has_one_in_the_readers_language_stands_in_it():
    with translation.override("en"):
        assert "Care at the counter" in text_of("enrolled", DATA, "/").title


def test_a_text_that_has_none_there_stands_in_the_source():
    with translation.override("vi"):
        assert "迷路的長者" in text_of("withdrawn", DATA, "/").title


def test_a_percent_sign_or_a_brace_in_a_title_is_only_a_sign():
    assert text_of("join_asked", {"store": "100%(store)s 門市"}, "/").title == "有人想加入100%(store)s 門市"


def test_an_unknown_kind_is_an_error():
    with pytest.raises(KeyError):
        text_of("gossip", {}, "/")


def test_what_may_be_switched_off_covers_every_kind_once():
    assert sorted(kind for kinds in kinds_to_choose().values() for kind in kinds) == sorted(WORDINGS)
