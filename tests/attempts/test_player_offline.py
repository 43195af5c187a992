"""The player in Chromium without a network: from start to ending, through reloads, on shared phones (handset.py)."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.attempts.handset import HOST, Handset
from tests.attempts.tapping import all_sent, begin, heading, judge, past_support, reply

pytestmark = pytest.mark.e2e

KIND = "「外面冷，進來坐。」"
RUDE = "「要買就買，不買不要站在這裡。」"
ATTEMPT = "0d6f1c52-8a53-4f3e-9f0e-6c1b2a7d9e11"
STEPS = ("0d6f1c52-8a53-4f3e-9f0e-6c1b2a7d9e21", "0d6f1c52-8a53-4f3e-9f0e-6c1b2a7d9e22")

REFUSED = "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };"
FULL = "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };"
A_DAY_LATER = """() => {
  const { now } = Date;
  Date = class extends Date {
    constructor(...given) { super(...(given.length ? given : [now() + 864e5])); }
  };
}"""


@pytest.fixture
def phone(make_handset: Callable[..., Handset]) -> Handset:
    return make_handset()


def answers(phone: Handset) -> list[object]:
    return [step["answer"] for log in phone.api.logs.values() for step in log["steps"]]


def walk_on(phone: Handset) -> None:
    """From the answer to the first question to the end of the story."""
    phone.tap("繼續")
    phone.tap("我準備好了")
    judge(phone, "橙級")
    phone.tap("繼續")
    phone.tap("繼續")


def start_offline(phone: Handset) -> None:
    phone.open()
    expect(phone.page.get_by_role("button", name="開始")).to_be_visible()
    phone.go_offline()
    phone.tap("開始")
    phone.tap("繼續")


def test_a_walk_goes_from_start_to_ending_and_through_mending_without_a_network(phone: Handset) -> None:
    start_offline(phone)
    reply(phone, RUDE)
    walk_on(phone)
    phone.tap("好，再想一次")
    reply(phone, KIND)
    phone.tap("繼續")
    past_support(phone)
    heading(phone, "這一趟走完了")
    expect(phone.page.get_by_text("還有 4 筆留在這支手機")).to_be_visible()
    phone.go_online()
    heading(phone, "這盞燈還沒亮")
    assert answers(phone) == [None, "rude", "orange", "kind"]
    assert phone.kept() == []


def test_a_page_opened_again_without_a_network_goes_on_exactly_there(phone: Handset) -> None:
    begin(phone)
    all_sent(phone)
    phone.go_offline()
    reply(phone, KIND)
    expect(phone.page.locator("#unsent")).to_have_text("1 題未送出")
    phone.page.reload()
    heading(phone, "接下來會談到暴力")
    expect(phone.page.locator("#unsent")).to_have_text("1 題未送出")
    phone.tap("我準備好了")
    judge(phone, "橙級")
    expect(phone.page.locator("#unsent")).to_have_text("2 題未送出")
    phone.page.reload()
    past_support(phone)
    heading(phone, "這一趟走完了")
    phone.page.reload()
    past_support(phone)
    phone.go_online()
    heading(phone, "這盞燈亮了")
    assert answers(phone) == [None, "kind", "orange"]


def test_an_attempt_taken_up_from_another_device_goes_on_without_a_network(
    make_handset: Callable[..., Handset],
) -> None:
    phone = make_handset(attempt=ATTEMPT)
    phone.api.begin(ATTEMPT, ("hello", None))
    phone.open()
    expect(phone.page.get_by_text("你先做什麼？")).to_be_visible()
    phone.go_offline()
    phone.page.reload()
    reply(phone, KIND)
    phone.go_online()
    all_sent(phone)
    assert answers(phone) == [None, "kind"]


def test_an_attempt_that_only_the_server_knows_waits_for_the_network(make_handset: Callable[..., Handset]) -> None:
    phone = make_handset(attempt=ATTEMPT)
    phone.api.begin(ATTEMPT, ("hello", None))
    phone.go_offline()
    phone.open()
    expect(phone.page.locator("#notice")).to_contain_text("現在連不上網路。你的進度都在")
    phone.go_online()
    phone.tap("再試一次")
    expect(phone.page.get_by_text("你先做什麼？")).to_be_visible()


@pytest.fixture
def second_phone(make_handset: Callable[..., Handset]) -> Handset:
    """On which the page was kept when another phone had answered one question of the walk."""
    log = [
        {"id": STEPS[0], "seq": 1, "node": "hello", "answer": None, "state": "accepted"},
        {"id": STEPS[1], "seq": 2, "node": "ask", "answer": "kind", "state": "accepted"},
    ]
    phone = make_handset(attempt=ATTEMPT, log=log)
    phone.api.begin(ATTEMPT, ("hello", None), ("ask", "kind"))
    return phone


def test_what_another_phone_began_is_gone_on_with_here_without_a_network(second_phone: Handset) -> None:
    second_phone.go_offline()
    second_phone.open()
    heading(second_phone, "接下來會談到暴力")
    second_phone.tap("我準備好了")
    judge(second_phone, "橙級")
    expect(second_phone.page.locator("#unsent")).to_have_text("1 題未送出")
    second_phone.page.reload()
    past_support(second_phone)
    heading(second_phone, "這一趟走完了")
    second_phone.go_online()
    heading(second_phone, "這盞燈亮了")
    assert answers(second_phone) == [None, "kind", "orange"]
    assert second_phone.kept() == []


def test_a_page_that_was_kept_before_the_walk_was_over_begins_a_new_one(second_phone: Handset) -> None:
    second_phone.open()
    second_phone.tap("我準備好了")
    judge(second_phone, "紅級")
    second_phone.tap("繼續")
    second_phone.tap("繼續")
    past_support(second_phone)
    heading(second_phone, "這盞燈還沒亮")
    second_phone.go_offline()
    second_phone.page.reload()
    expect(second_phone.page.get_by_role("button", name="開始")).to_be_visible()


def test_where_the_other_phone_has_gone_on_since_its_answers_stand(second_phone: Handset) -> None:
    second_phone.go_offline()
    second_phone.open()
    second_phone.tap("我準備好了")
    judge(second_phone, "橙級")
    second_phone.api.begin(ATTEMPT, ("hello", None), ("ask", "kind"), ("grade", "red"))
    second_phone.go_online()
    expect(second_phone.page.locator("#notice")).to_contain_text("這一趟你在別的地方走完了，以那邊的答案為準。")
    heading(second_phone, "這盞燈還沒亮")
    all_sent(second_phone)
    assert answers(second_phone) == [None, "kind", "red"]


def test_any_page_sends_the_end_of_a_walk_and_then_the_phone_is_empty(phone: Handset) -> None:
    start_offline(phone)
    reply(phone, KIND)
    walk_on(phone)
    past_support(phone)
    heading(phone, "這一趟走完了")
    phone.page.goto(HOST)
    expect(phone.page.locator("#unsent")).to_contain_text("3 筆未送出")
    phone.go_online()
    expect(phone.page.locator("#unsent")).to_be_hidden()
    assert [log["state"] for log in phone.api.logs.values()] == ["ended"]
    phone.page.wait_for_function("() => new Promise((all) => setTimeout(() => all(true), 300))")
    assert phone.kept() == []


def test_an_answer_given_on_another_phone_meanwhile_stands(phone: Handset) -> None:
    begin(phone)
    all_sent(phone)
    phone.go_offline()
    reply(phone, RUDE)
    phone.tap("繼續")
    heading(phone, "接下來會談到暴力")
    (attempt,) = phone.api.logs
    phone.api.begin(attempt, ("hello", None), ("ask", "cold"))
    phone.go_online()
    expect(phone.page.locator("#notice")).to_contain_text("以先送出的為準")
    expect(phone.page.get_by_text("這是哪一級？")).to_be_visible()
    all_sent(phone)
    assert answers(phone) == [None, "cold"]


def test_a_walk_whose_edition_was_withdrawn_meanwhile_says_so(phone: Handset) -> None:
    begin(phone)
    all_sent(phone)
    phone.go_offline()
    reply(phone, KIND)
    walk_on(phone)
    past_support(phone)
    heading(phone, "這一趟走完了")
    (log,) = phone.api.logs.values()
    log["state"] = "closed"
    phone.go_online()
    heading(phone, "這一份先停在這裡")
    all_sent(phone)
    sent = [body for method, _, body in phone.api.calls if method == "POST"][-1]
    assert [step["answer"] for step in sent] == ["kind", "orange"]


@pytest.mark.parametrize("storage", [REFUSED, FULL], ids=["refused", "full"])
def test_a_phone_that_keeps_nothing_says_so_and_sends_what_the_page_remembers(phone: Handset, storage: str) -> None:
    phone.page.add_init_script(storage)
    begin(phone)
    all_sent(phone)
    phone.go_offline()
    reply(phone, KIND)
    expect(phone.page.locator("#notice")).to_contain_text(
        "這支手機現在留不住答案。還有 1 題沒送出，送完以前請不要關掉這一頁。"
    )
    phone.go_online()
    all_sent(phone)
    expect(phone.page.locator("#notice")).to_be_empty()
    assert answers(phone) == [None, "kind"]


def leave_as_an_older_version_did(phone: Handset) -> None:
    """An attempt with two unsent steps in localStorage."""
    times = {"shown_at": "2026-11-22T18:00:00Z", "answered_at": "2026-11-22T18:00:03Z", "elapsed_ms": 3000}
    attempt = {"id": ATTEMPT, "person": "7", "edition": phone.config["edition"], "for": "enrolment:5", "begun": False}
    left = {f"streetlight.attempt.{ATTEMPT}": attempt, "streetlight.theme": "dark"}
    for seq, (uuid, node, answer) in enumerate(zip(STEPS, ("hello", "ask"), (None, "kind"), strict=True), 1):
        step = {"id": uuid, "person": "7", "attempt": ATTEMPT, "seq": seq, "node": node, "answer": answer, **times}
        left[f"streetlight.step.{uuid}"] = step
    phone.page.goto(f"{HOST}/elsewhere")
    phone.page.evaluate(
        "(left) => left.forEach(([key, text]) => localStorage.setItem(key, text))",
        [[key, value if isinstance(value, str) else json.dumps(value)] for key, value in left.items()],
    )


def test_what_an_older_version_left_is_taken_over_and_sent_once(make_handset: Callable[..., Handset]) -> None:
    one, other = make_handset(), make_handset()
    other.api = one.api
    leave_as_an_older_version_did(one)
    for phone in (one, other):
        phone.page.goto(HOST, wait_until="commit")
    for phone in (one, other):
        expect(phone.page.locator("#unsent")).to_be_hidden()
    one.open()
    heading(one, "接下來會談到暴力")
    assert answers(one) == [None, "kind"]
    assert one.page.evaluate("Object.keys(localStorage)") == ["streetlight.theme"]


def test_where_somebody_else_has_signed_in_an_open_page_sends_nothing_and_keeps_all(phone: Handset) -> None:
    begin(phone)
    all_sent(phone)
    phone.api.person = "8"
    reply(phone, KIND)
    expect(phone.page.locator("#notice")).to_contain_text("你已經登出了。還有 1 題留在這支手機")
    assert answers(phone) == [None]
    phone.api.person = "7"
    phone.page.reload()
    heading(phone, "接下來會談到暴力")
    all_sent(phone)
    assert answers(phone) == [None, "kind"]


def test_a_wireless_networks_own_page_is_not_taken_for_the_servers_answer(phone: Handset) -> None:
    begin(phone)
    all_sent(phone)
    phone.api.portal = True
    reply(phone, KIND)
    expect(phone.page.locator("#notice")).to_contain_text("還有 1 題沒送出")
    phone.api.portal = False
    phone.page.reload()
    heading(phone, "接下來會談到暴力")
    all_sent(phone)
    assert answers(phone) == [None, "kind"]


def test_a_clock_that_is_set_forward_meanwhile_makes_no_answer_longer(phone: Handset) -> None:
    begin(phone)
    expect(phone.page.get_by_text("你先做什麼？")).to_be_visible()
    phone.page.evaluate(A_DAY_LATER)
    reply(phone, KIND)
    expect(phone.page.get_by_text("她坐下了。")).to_be_visible()
    all_sent(phone)
    ((_, step),) = [log["steps"] for log in phone.api.logs.values()]
    assert step["answered_at"][:10] > step["shown_at"][:10]
    assert step["elapsed_ms"] < 30_000


def test_signing_out_with_unsent_answers_warns_and_may_be_thought_better_of(phone: Handset) -> None:
    begin(phone)
    all_sent(phone)
    phone.api.status = 503
    reply(phone, KIND)
    expect(phone.page.locator("#notice")).to_contain_text("還有 1 題沒送出")
    phone.page.goto(f"{HOST}/me/")
    expect(phone.page.locator("#unsent")).to_contain_text("1 題未送出")
    phone.tap("登出")
    expect(phone.page.get_by_role("dialog")).to_contain_text("你有 1 題的答案還沒送出。")
    phone.tap("先不登出")
    expect(phone.page.get_by_role("dialog")).to_have_count(0)
    expect(phone.page).to_have_url(f"{HOST}/me/")
    phone.tap("登出")
    phone.tap("還是登出")
    expect(phone.page).to_have_url(f"{HOST}/sign-out/")
    assert [step["node"] for step in phone.unsent()] == ["ask"]


def test_signing_out_with_nothing_unsent_asks_nothing(phone: Handset) -> None:
    phone.page.goto(f"{HOST}/me/")
    phone.tap("登出")
    expect(phone.page).to_have_url(f"{HOST}/sign-out/")
