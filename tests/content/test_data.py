"""The real content: every file under content/data/ is fit to be shown to a clerk."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from content.script import best, fill_hotlines, lint, replay
from tests.content.data_files import (
    DATA,
    DRAFTS,
    KINDS,
    LANGS,
    SEED,
    SLUGS,
    body,
    each_language,
    each_script,
    good_answers,
    hotlines,
    number_in,
    script,
    texts,
    toml,
    written_numbers,
)

LABELS = ("可憐", "失智老人", "精神病", "外勞", "流浪漢", "弱勢者", "低收")
MAINLAND = ("視頻", "軟件", "網絡", "質量", "短信", "登錄")
SIMPLIFIED = (
    "们这来说话时电吗关让给门问题长车见觉谢请录网络软频质码认识帮应该现点进过还边区员写会儿两东经总体样着为无发"
)

# Where a card or a poor choice shows what to avoid, the word may stand.
QUOTED = {
    ("empathetic-questions", "words.text"): {"失智老人", "外勞", "流浪漢", "可憐"},
    ("empathetic-questions", "q3.a.text"): {"失智老人"},
    ("grading-and-reporting", "report.label.text"): {"失智老人"},
    ("grading-and-reporting", "report.harm.feedback"): {"失智老人"},
}

# How often a story asks for the level, where news makes the clerk judge a second time; once everywhere else.
GRADED = {"migrant-lost-docs": 2}


def choice_nodes(slug: str) -> list[dict[str, Any]]:
    return [node for node in body(slug)["nodes"] if node["kind"] == "choice"]


def han(text: str) -> int:
    return len(re.findall(r"[\u3400-\u9fff]", text))


def half_width_between_han(text: str) -> list[str]:
    return re.findall(r"[\u3400-\u9fff」』]\s*[,.?!:;()]|[,.?!:;()]\s*[\u3400-\u9fff「『]", text)


def all_chinese() -> Iterator[tuple[str, str]]:
    for slug in SLUGS:
        yield from ((f"{slug} {key}", text) for key, text in texts(slug, "zh-Hant").items())
    for key, entry in hotlines().items():
        yield from ((f"hotline {key} {name}", entry[name]["zh-Hant"]) for name in ("name", "use_for", "hours"))
    course = toml("courses/frontline-care.toml")
    yield from ((f"course {name}", course[name]["zh-Hant"]) for name in ("title", "summary"))


@each_script
def test_a_script_folder_holds_the_structure_and_one_file_per_language(slug):
    files = {path.name for path in (DATA / "scripts" / slug).iterdir()}
    assert files == {"script.json", *(f"{lang}.toml" for lang in LANGS)}


@each_script
def test_lint_is_silent_in_every_language(slug):
    assert lint(body(slug), hotlines=hotlines().keys(), langs=LANGS) == []


@each_script
@each_language
def test_every_language_has_the_same_text_keys_in_the_same_order(slug, lang):
    assert list(texts(slug, lang)) == list(texts(slug, "zh-Hant"))


@each_script
@each_language
def test_every_language_has_the_same_paragraphs_and_lists(slug, lang):
    def shape(text: str) -> tuple[int, int]:
        return text.count("\n\n"), text.count("\n- ")

    shapes = {key: shape(text) for key, text in texts(slug, "zh-Hant").items()}
    assert {key: shape(text) for key, text in texts(slug, lang).items()} == shapes


@each_script
@each_language
def test_a_translation_by_a_machine_says_so(slug, lang):
    assert toml(f"scripts/{slug}/{lang}.toml").get("machine_draft", False) == (lang in DRAFTS)


@each_language
def test_course_and_hotlines_are_complete_in_every_language_and_say_which_a_machine_wrote(lang):
    course, file = toml("courses/frontline-care.toml"), toml("hotlines.toml")
    told = [course["title"], course["summary"]]
    for entry in file["hotlines"].values():
        told += [entry["name"], entry["use_for"], entry["hours"], *entry["text"]]
    assert [each for each in told if not each.get(lang, "").strip()] == []
    assert (lang in course["machine_drafts"], lang in file["machine_drafts"]) == (lang in DRAFTS, lang in DRAFTS)


def test_hotlines_in_further_languages_keep_the_chinese_name_that_a_clerk_hears():
    entries = hotlines().values()
    further = [(each["name"]["zh-Hant"], each["name"][lang]) for each in entries for lang in DRAFTS]
    assert [pair for pair in further if pair[0] not in pair[1]] == []


@each_script
@each_language
def test_no_text_is_blank_or_padded(slug, lang):
    assert {key: text for key, text in texts(slug, lang).items() if not text or text != text.strip()} == {}


@each_script
def test_every_competency_can_be_shown_on_the_best_way_of_some_draw(slug):
    played = script(slug)
    drawn_so = [best(played, f"{seed:032x}").per_competency for seed in range(20)]
    shown = {name for each in drawn_so for name, points in each.items() if points > 0}
    assert shown == set(body(slug)["competencies"])


@each_script
def test_the_good_answer_everywhere_passes_with_the_correct_ending(slug):
    outcome = replay(script(slug), good_answers(slug), SEED)
    assert (outcome.phase, outcome.outcome, outcome.passed) == ("ended", "correct", True)
    assert outcome.score == outcome.best_score


@each_script
def test_exactly_one_choice_of_a_node_is_good(slug):
    goods = [[choice["quality"] for choice in node["choices"]].count("good") for node in choice_nodes(slug)]
    assert goods == [1] * len(goods)


@each_script
@each_language
def test_the_good_choice_is_longest_in_less_than_half_of_the_nodes_as_the_clerk_sees_them(slug, lang):
    numbers = {key: {"number": entry["number"], "name": entry["name"][lang]} for key, entry in hotlines().items()}
    longest = []
    for node in choice_nodes(slug):
        seen = {
            choice["id"]: len(fill_hotlines(texts(slug, lang)[f"{node['id']}.{choice['id']}.text"], numbers))
            for choice in node["choices"]
        }
        good = next(choice["id"] for choice in node["choices"] if choice["quality"] == "good")
        longest += [node["id"]] if all(seen[good] > seen[other] for other in seen if other != good) else []
    assert 2 * len(longest) < len(choice_nodes(slug)), longest


@each_script
def test_the_good_choice_is_written_first_in_less_than_half_of_the_nodes(slug):
    first = [node["id"] for node in choice_nodes(slug) if node["choices"][0]["quality"] == "good"]
    assert 2 * len(first) < len(choice_nodes(slug)), first


@each_script
def test_stories_grade_the_risk_as_often_as_planned_and_can_end_well_or_not_and_lessons_end_in_one_way(slug):
    nodes = body(slug)["nodes"]
    kinds = [node["kind"] for node in nodes]
    endings = {node["outcome"] for node in nodes if node["kind"] == "ending"}
    if KINDS[slug] == "lesson":
        assert endings == {"correct"}
    else:
        worse = {"scenario": {"partial", "unsafe"}, "drill": {"partial"}}[KINDS[slug]]
        assert (kinds.count("level"), endings) == (GRADED.get(slug, 1), {"correct", *worse})


@each_script
def test_a_card_fits_one_screen(slug):
    cards = [node["id"] for node in body(slug)["nodes"] if node["kind"] in ("card", "ending")]
    lengths = {card: han(texts(slug, "zh-Hant")[f"{card}.text"]) for card in cards}
    assert {card: length for card, length in lengths.items() if length > 90} == {}


@each_script
@each_language
def test_what_speaks_of_suicide_carries_its_content_note(slug, lang):
    words = re.compile(
        r"自殺|結束生命|想死|不想撐|不想活|活著沒|suicide|ending your life|tired of living|wants to die|want to live|"
        r"point in living|tự tử|kết thúc cuộc sống|muốn chết|không muốn (sống|cố)|Sống chẳng|"
        r"bunuh diri|mengakhiri hidup|ingin mati|mau mati|tidak mau hidup|tidak sanggup|Hidup rasanya"
    )
    noted = {node["id"] for node in body(slug)["nodes"] if node.get("note") == "suicide"}
    speaking = {key.split(".")[0] for key, text in texts(slug, lang).items() if words.search(text)}
    # The list of first calls names the reason for a line, an observer's checklist what to look for; neither is a story.
    assert speaking - noted <= {"lines", "drill"}


@each_script
def test_a_story_with_content_notes_looks_after_the_clerk_at_or_before_every_ending(slug):
    played, spoken = script(slug), texts(slug, "zh-Hant")
    caring = {key.removesuffix(".text") for key, text in spoken.items() if number_in(slug, "mental-health") in text}
    endings = {name for name, node in played.nodes.items() if node.kind == "ending"} - caring
    last = {name for name, node in played.nodes.items() if endings & set(node.targets())}
    assert played.kind == "lesson" or not any("note" in node for node in body(slug)["nodes"]) or last <= caring


@each_script
def test_labels_stand_only_where_a_text_shows_what_to_avoid(slug):
    found = {}
    for key, text in texts(slug, "zh-Hant").items():
        words = {word for word in (*LABELS, *MAINLAND) if word in text}
        found |= {(slug, key): words} if words else {}
    assert found == {place: words for place, words in QUOTED.items() if place[0] == slug}


def test_chinese_uses_full_width_punctuation():
    assert {place: found for place, text in all_chinese() if (found := half_width_between_han(text))} == {}


def test_chinese_has_no_simplified_characters():
    assert {place: found for place, text in all_chinese() if (found := set(text) & set(SIMPLIFIED))} == {}


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if KINDS[slug] != "drill"])
@each_language
def test_numbers_of_hotlines_are_never_written_out(slug, lang):
    assert {key: found for key, text in texts(slug, lang).items() if (found := written_numbers(text))} == {}


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (half_width_between_han, "先停三秒,再問"),
        (half_width_between_han, "您好? 「坐一下」"),
        (written_numbers, "打 110"),
        (written_numbers, "打 0800-056-789"),
        (written_numbers, "call 1 1 0"),
    ],
)
def test_the_checks_of_this_file_find_what_they_look_for(check, text):
    assert check(text) != []


@each_script
@each_language
def test_every_language_names_the_same_hotlines_at_the_same_place(slug, lang):
    def named(lang: str) -> dict[str, set[str]]:
        return {key: set(re.findall(r"\[\[([^\]]+)\]\]", text)) for key, text in texts(slug, lang).items()}

    assert named(lang) == named("zh-Hant")
    assert {key.removesuffix(".name") for keys in named(lang).values() for key in keys} <= set(hotlines())
