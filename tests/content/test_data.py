"""The real content: every file under content/data/ is fit to be shown to a clerk."""

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from content.script import Answer, Play, Script, best, fill_hotlines, lint, load, replay

DATA = Path(__file__).resolve().parents[2] / "content" / "data"
LANGS = ("zh-Hant", "en")
SLUGS = tuple(sorted(path.name for path in (DATA / "scripts").iterdir()))
SEED = "00000000-0000-4000-8000-000000000000"

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

each_script = pytest.mark.parametrize("slug", SLUGS)
each_language = pytest.mark.parametrize("lang", LANGS)


def toml(path: str) -> dict[str, Any]:
    return tomllib.loads((DATA / path).read_text(encoding="utf-8"))


def texts(slug: str, lang: str) -> dict[str, str]:
    return toml(f"scripts/{slug}/{lang}.toml")


def body(slug: str) -> dict[str, Any]:
    structure = json.loads((DATA / "scripts" / slug / "script.json").read_text(encoding="utf-8"))
    return {**structure, "texts": {lang: texts(slug, lang) for lang in LANGS}}


def hotlines() -> dict[str, dict[str, Any]]:
    return toml("hotlines.toml")["hotlines"]


each_hotline = pytest.mark.parametrize("key", hotlines())


each_lesson = pytest.mark.parametrize("slug", [slug for slug in SLUGS if body(slug)["kind"] == "lesson"])


def script(slug: str) -> Script:
    return load(body(slug))


def choice_nodes(slug: str) -> list[dict[str, Any]]:
    return [node for node in body(slug)["nodes"] if node["kind"] == "choice"]


def han(text: str) -> int:
    return len(re.findall(r"[\u3400-\u9fff]", text))


def half_width_between_han(text: str) -> list[str]:
    return re.findall(r"[\u3400-\u9fff」』]\s*[,.?!:;()]|[,.?!:;()]\s*[\u3400-\u9fff「『]", text)


def written_numbers(text: str) -> list[str]:
    return re.findall(r"\d(?:[\s-]?\d){2,}", re.sub(r"\d\d:\d\d", "", text))


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
def test_lint_is_silent_in_both_languages(slug):
    assert lint(body(slug), hotlines=hotlines().keys(), langs=LANGS) == []


@each_script
def test_both_languages_have_the_same_text_keys_in_the_same_order(slug):
    assert list(texts(slug, "zh-Hant")) == list(texts(slug, "en"))


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


def good_answers(slug: str) -> list[Answer]:
    """What a clerk answers who finds the good way at every node; read from the qualities, not from `best`."""
    played, answers = script(slug), []
    play = Play(played, SEED)
    while play.expects is not None:
        node = played.nodes[play.expects]
        way = next((name for name in play.open if node.ways[name].quality == "good"), None)
        answers.append(Answer(node.id, way and node.answer(way)))
        play.take(answers[-1])
    return answers


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
def test_scenarios_grade_the_risk_as_often_as_planned_and_can_end_in_three_ways_and_lessons_end_in_one(slug):
    nodes = body(slug)["nodes"]
    kinds = [node["kind"] for node in nodes]
    endings = {node["outcome"] for node in nodes if node["kind"] == "ending"}
    if body(slug)["kind"] == "scenario":
        assert (kinds.count("level"), endings) == (GRADED.get(slug, 1), {"correct", "partial", "unsafe"})
    else:
        assert endings == {"correct"}


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
        r"point in living"
    )
    noted = {node["id"] for node in body(slug)["nodes"] if node.get("note") == "suicide"}
    speaking = {key.split(".")[0] for key, text in texts(slug, lang).items() if words.search(text)}
    # The list of first calls names the reason for a line and tells no story.
    assert speaking - noted <= {"lines"}


@each_script
def test_a_scenario_with_content_notes_looks_after_the_clerk_at_or_before_every_ending(slug):
    played, spoken = script(slug), texts(slug, "zh-Hant")
    caring = {key.removesuffix(".text") for key, text in spoken.items() if "[[mental-health]]" in text}
    endings = {name for name, node in played.nodes.items() if node.kind == "ending"} - caring
    last = {name for name, node in played.nodes.items() if endings & set(node.targets())}
    assert played.kind == "lesson" or not any("note" in node for node in body(slug)["nodes"]) or last <= caring


skippable = pytest.mark.parametrize(
    ("slug", "node"), [(slug, node["id"]) for slug in SLUGS for node in body(slug)["nodes"] if "skip" in node]
)


def test_what_tells_of_suicide_or_of_violence_throughout_can_be_skipped():
    noted = {slug: [node for node in body(slug)["nodes"] if "note" in node] for slug in SLUGS}
    heavy = {slug for slug, nodes in noted.items() if body(slug)["kind"] == "scenario" and len(nodes) > 1}
    assert heavy == {slug for slug in SLUGS if any("skip" in node for node in body(slug)["nodes"])}


@skippable
def test_who_skips_passes_reads_who_to_call_and_is_looked_after(slug, node):
    answers = [*(answer for answer in before(good_answers(slug), node)), Answer(node, "@skip"), Answer("plain", None)]
    outcome = replay(script(slug), answers, SEED)
    assert (outcome.phase, outcome.outcome, outcome.passed, outcome.skipped) == ("ended", "correct", True, (node,))
    assert outcome.score == outcome.best_score
    spoken = texts(slug, "zh-Hant")
    assert spoken["plain.text"].count("\n- ") == 3
    assert "[[police]]" in spoken["plain.text"]
    assert all(word in spoken[f"{outcome.ending}.text"] for word in ("店長", "[[mental-health]]"))


def before(answers: list[Answer], node: str) -> list[Answer]:
    return answers[: [answer.node for answer in answers].index(node)]


@each_lesson
def test_a_lesson_ends_with_a_check_that_draws_four_questions_of_several_kinds(slug):
    nodes = {node["id"]: node for node in body(slug)["nodes"]}
    (pool,) = [node for node in nodes.values() if node["kind"] == "pool"]
    assert (pool["draw"], 8 <= len(pool["of"]) <= 10) == (4, True)
    assert len({nodes[name]["kind"] for name in pool["of"]}) >= 3
    after = nodes[pool["to"]]
    assert after["kind"] == "ending" or nodes[after["to"]]["kind"] == "ending"


@each_lesson
def test_two_people_are_seldom_asked_the_same_four(slug):
    pool = next(node for node in body(slug)["nodes"] if node["kind"] == "pool")
    played = script(slug)
    paths = [best(played, f"{seed:032x}").path for seed in range(40)]
    draws = {frozenset(answer.node for answer in path) & set(pool["of"]) for path in paths}
    assert len(draws) > 30


@each_lesson
@each_language
def test_no_question_of_a_check_leans_on_another(slug, lang):
    """A question may be drawn alone, so it cannot begin where another left off."""
    pool = next(node for node in body(slug)["nodes"] if node["kind"] == "pool")
    opening = re.compile(r"^(回到|接著|然後|她搖|他點|你幫她|Back to|Then |She |He nods)")
    assert [name for name in pool["of"] if opening.match(texts(slug, lang)[f"{name}.text"])] == []


@each_lesson
@each_language
def test_the_longest_option_is_wrong_where_several_are_to_be_picked(slug, lang):
    for node in body(slug)["nodes"]:
        if node["kind"] == "choices":
            lengths = {
                each["id"]: len(texts(slug, lang)[f"{node['id']}.{each['id']}.text"]) for each in node["options"]
            }
            longest = max(node["options"], key=lambda each: lengths[each["id"]])
            assert longest["mark"] != "right"
            assert node["options"][0]["mark"] != "right"


FIVE_LINES = ["when", "where", "what", "did", "to", "out"]


def reports() -> dict[str, dict[str, Any]]:
    """The exercises in which the five-line report is put together, by script."""
    return {
        slug: node
        for slug in SLUGS
        for node in body(slug)["nodes"]
        if node["kind"] == "match" and [slot["id"] for slot in node["slots"]] == FIVE_LINES
    }


def test_the_report_is_put_together_in_its_lesson_and_in_two_situations():
    kinds = [body(slug)["kind"] for slug in reports()]
    assert "grading-and-reporting" in reports()
    assert kinds.count("scenario") >= 2


@each_language
def test_the_five_lines_are_called_the_same_everywhere_and_their_phrases_differ(lang):
    lines = {tuple(texts(slug, lang)[f"report.{line}.text"] for line in FIVE_LINES) for slug in reports()}
    phrases = [
        texts(slug, lang)[f"report.{item['id']}.text"] for slug, node in reports().items() for item in node["items"]
    ]
    assert len(lines) == 1
    assert len(set(phrases)) == len(phrases)


@pytest.mark.parametrize("slug", reports())
def test_a_report_has_a_phrase_for_each_line_and_two_at_least_that_would_harm_in_any(slug):
    node = reports()[slug]
    assert {item["slot"] for item in node["items"]} == set(FIVE_LINES)
    harmful = [item for item in node["items"] if "harm" in item]
    assert all((item["slot"], item["harm"]) == ("out", FIVE_LINES[:-1]) for item in harmful)
    assert len(harmful) >= 2


def test_trust_is_earned_before_she_tells_the_rest():
    """Hurried at every step, yet without harm, she falls silent; asked once more with time, she speaks."""
    played = script("migrant-lost-docs")
    hurried = [
        ("rules", None),
        ("situation", None),
        ("n1", "b"),
        ("n2", "a"),
        ("n3", "yellow"),
        ("n4", "a"),
        ("call", None),
    ]
    play = Play(played, SEED)
    for node, answer in hurried:
        play.take(Answer(node, answer))
    assert play.expects == "n9"
    play.take(Answer("n9", "c"))
    assert play.expects == "n5"


def test_at_the_till_time_runs_out_without_harm():
    answers = before(good_answers("scam-elder"), "n3")
    play = Play(script("scam-elder"), SEED)
    for answer in [*answers, Answer("n3", "@timeout")]:
        play.take(answer)
    assert (play.expects, play.outcome().to_mend) == ("n8", ())


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


@each_script
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
def test_both_languages_name_the_same_hotlines_at_the_same_place(slug):
    def named(lang: str) -> dict[str, set[str]]:
        return {key: set(re.findall(r"\[\[([^\]]+)\]\]", text)) for key, text in texts(slug, lang).items()}

    assert named("zh-Hant") == named("en")
    assert {key.removesuffix(".name") for keys in named("en").values() for key in keys} <= set(hotlines())


def facts() -> dict[str, dict[str, Any]]:
    return toml("facts.toml")["facts"]


each_fact = pytest.mark.parametrize("key", facts())


def steps() -> set[str]:
    return {f"{slug}/{node['id']}" for slug in SLUGS for node in body(slug)["nodes"]}


@each_fact
def test_a_fact_names_steps_that_are_there(key):
    used = facts()[key]["used_in"]
    assert used
    assert set(used) - steps() == set()
    assert len(set(used)) == len(used)


@each_fact
def test_a_fact_says_in_both_languages_what_it_is_where_it_was_found_and_when(key):
    entry = facts()[key]
    assert set(entry) == {"statement", "source", "last_verified", "confidence", "used_in"}
    assert (set(entry["statement"]), all(entry["statement"].values())) == (set(LANGS), True)
    assert len(entry["source"]) > 10
    assert date(2010, 1, 1) < date.fromisoformat(entry["last_verified"]) <= datetime.now(UTC).date()
    assert entry["last_verified"][:4] in entry["source"]
    assert entry["confidence"] in ("high", "medium", "low")


CLAIM = re.compile(
    r"第\s*\d+\s*條|§|罰|(?:\d+|二十四)\s*小時|[一二三四五六七八九十]小時內|(?:\d+|[一二三四五六七八九十]+)\s*分鐘內|"
    r"\d+\s*天|[一二三四五六七八九十]歲以下|不到[一二三四五六七八九十]歲|法律|依法|個資法|責任通報|任何人都可以|誰都可以|"
    r"身分會保密|免費|有研究|平日"
)

# What a person in the story says or does; nobody learns a rule from it.
STORY = {"grading-and-reporting/facts", "grading-and-reporting/q5"}


def claims() -> dict[str, str]:
    """Steps whose texts state an article, a fine, a limit of time or age, a duty or a right; with the words."""
    return {
        f"{slug}/{key.split('.')[0]}": found[0]
        for slug in SLUGS
        for key, text in texts(slug, "zh-Hant").items()
        if (found := CLAIM.search(text))
    }


def test_what_a_text_claims_is_covered_by_a_fact():
    covered = {place for entry in facts().values() for place in entry["used_in"]} | STORY
    assert {place: words for place, words in claims().items() if place not in covered} == {}
    assert set(claims()) >= STORY


@pytest.mark.parametrize(
    "text",
    [
        "依第 53 條辦理",
        "罰三千元",
        "走失不用等 24 小時",
        "二十四小時都有人接",
        "一小時內告訴店長",
        "15 天內答覆",
        "五分鐘內",
        "六歲以下",
    ],
)
def test_a_claim_is_known_when_it_is_met(text):
    assert CLAIM.search(text)


@pytest.mark.parametrize("text", ["坐了兩小時，一直擦眼淚", "等了十分鐘", "她才四歲", "外面只有十二度"])
def test_a_story_is_no_claim(text):
    assert not CLAIM.search(text)


@each_hotline
def test_a_hotline_says_where_it_was_found_and_when(key):
    entry = hotlines()[key]
    assert len(entry["source"]) > 10
    assert not re.search(r"\bS\d\d\b|\bOK\b", entry["source"])
    assert date(2015, 1, 1) < date.fromisoformat(entry["last_verified"]) <= datetime.now(UTC).date()
    assert entry["last_verified"][:4] in entry["source"]
    assert entry["status"] == "awaiting live check"
    assert entry["confidence"] in ("high", "medium", "low")


@each_hotline
def test_a_hotline_speaks_both_languages(key):
    entry = hotlines()[key]
    assert re.fullmatch(r"\d{3,4}|0800-\d{3}-\d{3}|[a-z.]+\.tw", entry["number"])
    for part in (entry["name"], entry["use_for"], entry["hours"], *entry["text"]):
        assert set(part) == set(LANGS)
        assert all(part.values())
    assert entry["langs"][0] == "zh"


def test_free_is_claimed_only_where_a_source_says_so():
    assert {key for key, entry in hotlines().items() if entry.get("free")} == {
        "protection",
        "mental-health",
        "migrant-worker",
        "missing-elder",
    }


def test_every_script_is_in_the_course_once():
    works = toml("courses/frontline-care.toml")["works"]
    assert sorted(works) == sorted(SLUGS)


def test_a_lesson_opens_each_stretch_of_the_course_and_situations_follow_it():
    kinds = [body(slug)["kind"] for slug in toml("courses/frontline-care.toml")["works"]]
    lessons = [place for place, kind in enumerate(kinds) if kind == "lesson"]
    assert lessons[0] == 0
    assert all(kinds[place + 1] == "scenario" for place in lessons)


def test_the_course_says_what_it_asks_for_in_both_languages():
    course = toml("courses/frontline-care.toml")
    assert (course["slug"], course["pass_rule"], course["validity_months"]) == ("frontline-care", "all", 12)
    assert (set(course["title"]), set(course["summary"])) == (set(LANGS), set(LANGS))
