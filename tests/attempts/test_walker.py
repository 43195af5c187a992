import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from hypothesis import HealthCheck, Phase, given, settings
from playwright.sync_api import sync_playwright

import content.script
from content.script import Answer, NotAllowed, learner_view, load, order, replay
from tests.browsers import ARGS, SHELL
from tests.content.script.strategies import logs

# Making the random scripts takes its time where others work on the same machine.
pytestmark = pytest.mark.timeout(600)

STATIC = Path(__file__).parents[2] / "attempts" / "static" / "attempts"
MODULES = ("walker.js", "grading.js")
VECTORS = Path(content.script.__file__).parent / "vectors"
SHA = "ab" * 32

IN_THE_PAGE = """
async ([name, rows]) => {
  const walker = await import("https://walker.test/walker.js");
  const refused = (play) => {
    try { return play(); } catch (error) {
      if (error instanceof walker.NotAllowed) return {index: error.index, reason: error.reason};
      throw error;
    }
  };
  const bySteps = (view, answers, seed) => {
    const play = new walker.Play(view, seed);
    answers.forEach((answer) => { play.state(); play.take(answer); });
    return play.state();
  };
  const calls = {
    walk: ([view, answers, seed]) => refused(() => walker.walk(view, answers, seed)),
    bySteps: ([view, answers, seed]) => refused(() => bySteps(view, answers, seed)),
    afterRefusal: ([view, answers, seed]) => {
      const play = new walker.Play(view, seed);
      answers.forEach((answer) => refused(() => play.take(answer)));
      return play.state();
    },
    order: (row) => walker.order(...row),
    drawn: (row) => walker.drawn(...row),
    grade: (row) => walker.grade(...row),
    fill: (row) => walker.fillHotlines(...row),
  };
  return JSON.stringify(JSON.parse(rows).map(calls[name]));
}
"""


@pytest.fixture(scope="module")
def in_chromium():
    """Call walker.js: (name of a call, rows of arguments) → one result per row.

    Playwright lives in a thread of its own: its event loop must not be seen by other tests of this process.
    """
    with ThreadPoolExecutor(1) as thread:
        page, close = thread.submit(_open_page).result()

        # As JSON, like everything that a phone gets; and Playwright checks each part of other arguments, slowly.
        def call(name, rows):
            return json.loads(thread.submit(page.evaluate, IN_THE_PAGE, [name, json.dumps(rows)]).result())

        yield call
        thread.submit(close).result()


def _open_page():
    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path=SHELL, args=ARGS)
    page = browser.new_page()
    page.route("https://walker.test/", lambda route: route.fulfill(content_type="text/html", body="<!doctype html>"))
    for name in MODULES:
        page.route(f"https://walker.test/{name}", _module(STATIC / name))
    page.goto("https://walker.test/")

    def close():
        browser.close()
        playwright.stop()

    return page, close


def _module(path):
    return lambda route: route.fulfill(path=path, content_type="text/javascript")


def _row(body, answers, seed):
    return [learner_view(body, SHA, body["source"]), [asdict(answer) for answer in answers], seed]


def _walked(outcome):
    """What the walker knows of an outcome: everything but points, levels and passing."""
    return {
        "phase": outcome["phase"],
        "expects": outcome["expects"],
        "ask": outcome["ask"],
        "order": list(outcome["order"]),
        "ending": outcome["ending"],
        "toMend": list(outcome["to_mend"]),
        "skipped": list(outcome["skipped"]),
    }


def _replayed(body, answers, seed):
    try:
        return _walked(asdict(replay(load(body), answers, seed)))
    except NotAllowed as refusal:
        return {"index": refusal.index, "reason": refusal.reason}


def _cases():
    for path in sorted((VECTORS / "plays").glob("*.json")):
        vectors = json.loads(path.read_text())
        for case in vectors["cases"]:
            yield vectors["script"], case


def test_the_walker_passes_the_vectors(in_chromium):
    cases = list(_cases())
    rows = [_row(body, [Answer(**answer) for answer in case["answers"]], case["seed"]) for body, case in cases]

    walked = in_chromium("walk", rows)

    expected = [case["refused"] if "refused" in case else _walked(case["expect"]) for _, case in cases]
    names = [case["name"] for _, case in cases]
    assert dict(zip(names, walked, strict=True)) == dict(zip(names, expected, strict=True))
    assert len(names) >= 60


def test_the_walker_shuffles_as_the_vectors_say(in_chromium):
    vectors = json.loads((VECTORS / "shuffle.json").read_text())

    shown = in_chromium("order", [[row["seed"], row["node"], row["ask"], row["n"]] for row in vectors])

    assert shown == [row["order"] for row in vectors]


def test_the_walker_shuffles_a_thousand_times_as_python_does(in_chromium):
    rows = [[f"0190c6f4-5c1e-7a3b-9d2e-{number:012x}", f"n{number}", number % 7, number % 9] for number in range(1000)]

    assert in_chromium("order", rows) == [order(*row) for row in rows]


def test_the_walker_grades_as_the_vectors_say(in_chromium):
    vectors = json.loads((VECTORS / "grading.json").read_text())
    cases = [(row["node"], case["answer"], case["result"]) for row in vectors for case in row["cases"]]

    graded = in_chromium("grade", [[node, answer] for node, answer, _ in cases])

    wrong = [each for each in zip(cases, graded, strict=True) if each[0][2] != each[1]]
    assert wrong == []
    assert {node["kind"] for node, _, _ in cases} >= {"choices", "order", "match", "number", "text"}


def test_the_walker_draws_as_the_vectors_say(in_chromium):
    vectors = json.loads((VECTORS / "draws.json").read_text())

    drawn = in_chromium("drawn", [[row["seed"], row["pool"], row["draw"], row["of"]] for row in vectors])

    assert drawn == [row["drawn"] for row in vectors]


def test_the_walker_fills_in_hotlines_as_the_vectors_say(in_chromium):
    vectors = json.loads((VECTORS / "hotlines.json").read_text())

    filled = in_chromium("fill", [[row["text"], row["hotlines"]] for row in vectors])

    assert filled == [row["filled"] for row in vectors]


def _random_logs(count):
    """So many random scripts of both formats with answers, about half of them with one that may be refused."""
    found = []

    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(logs())
    def collect(log):
        found.append(log)

    collect()
    return found


@pytest.fixture(scope="module")
def random_logs():
    return _random_logs(500)


def _assert_agree(in_chromium, call, found):
    walked = in_chromium(call, [_row(body, answers, seed) for body, seed, answers in found])
    replayed = [_replayed(body, answers, seed) for body, seed, answers in found]
    differing = [each for each in zip(found, walked, replayed, strict=True) if each[1] != each[2]]
    assert differing == []
    assert {"index" in result for result in walked} == {True, False}
    assert {result.get("phase") for result in walked} >= {"story", "mending", "ended"}


@pytest.mark.parametrize("call", ["walk", "bySteps"])
def test_the_walker_agrees_with_replay_on_random_scripts(in_chromium, random_logs, call):
    _assert_agree(in_chromium, call, random_logs)


@pytest.mark.prove
def test_the_walker_agrees_with_replay_on_thousands_of_random_scripts(in_chromium):
    _assert_agree(in_chromium, "walk", _random_logs(3_000))


def test_a_refused_answer_leaves_the_walker_where_it_was(in_chromium, random_logs):
    rows = [_row(body, answers, seed) for body, seed, answers in random_logs]

    walked = in_chromium("afterRefusal", rows)

    for (body, seed, answers), state in zip(random_logs, walked, strict=True):
        assert state == _replayed(body, _allowed(body, seed, answers), seed)


def _allowed(body, seed, answers):
    taken = []
    for answer in answers:
        if "index" not in _replayed(body, [*taken, answer], seed):
            taken.append(answer)
    return taken


def test_the_walker_is_small():
    assert (STATIC / "walker.js").stat().st_size <= 9_000
    assert (STATIC / "grading.js").stat().st_size <= 4_000


def test_all_that_the_player_loads_is_small():
    scripts = [Path(str(finders.find(f"built/{name}.js"))) for name in ("early", "player")]
    assert sum(len(gzip.compress(path.read_bytes())) for path in scripts) <= 20_000
