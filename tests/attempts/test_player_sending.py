"""The player in Chromium: what is sent, kept and taken up again. The API stands at the network's edge."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.attempts.handset import HOST, Handset
from tests.attempts.tapping import all_sent, begin, heading, judge, past_support, reply

pytestmark = pytest.mark.e2e

ATTEMPT = "0d6f1c52-8a53-4f3e-9f0e-6c1b2a7d9e11"


FAILING_AND_CALLED_MEANWHILE = """async () => {
  const { Sender } = await import("/static/attempts/sending.js");
  const { keepAttempt } = await import("/static/attempts/drawer.js");
  const sender = new Sender("somebody");
  const id = "0d6f1c52-8a53-4f3e-9f0e-6c1b2a7d9e12";
  const attempt = { id, person: "somebody", edition: "e", for: "f", begun: false };
  await keepAttempt(attempt);
  const fetched = window.fetch;
  let called = 0;
  let fail;
  window.fetch = () => { called += 1; return new Promise((_, reject) => { fail = reject; }); };
  sender.pause = 60000;
  const first = sender.flush();
  while (!fail) await new Promise((tick) => setTimeout(tick, 10));
  sender.flush();
  fail(new TypeError("no signal"));
  await first;
  await new Promise((tick) => setTimeout(tick, 6000));
  window.fetch = fetched;
  return called;
}"""


@pytest.fixture
def phone(make_handset: Callable[..., Handset]) -> Handset:
    return make_handset()


def test_answers_wait_without_a_signal_and_go_out_by_themselves_when_it_is_back(phone: Handset) -> None:
    begin(phone)
    all_sent(phone)
    phone.go_offline()
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.locator("#unsent")).to_have_text("1 題未送出")
    expect(phone.page.locator("#notice")).to_contain_text("還有 1 題沒送出，有訊號時會自動送出。")
    phone.tap("繼續")
    phone.tap("我準備好了")
    judge(phone, "橙級")
    expect(phone.page.locator("#unsent")).to_have_text("2 題未送出")
    phone.go_online()
    all_sent(phone)
    expect(phone.page.locator("#notice")).to_be_empty()
    assert [s["answer"] for log in phone.api.logs.values() for s in log["steps"]] == [None, "kind", "orange"]


def test_a_call_while_a_send_is_failing_is_not_left_to_the_long_wait(phone: Handset) -> None:
    begin(phone)
    all_sent(phone)
    called = phone.page.evaluate(FAILING_AND_CALLED_MEANWHILE)
    assert called == 2


def test_a_result_waits_for_the_signal(phone: Handset) -> None:
    begin(phone)
    all_sent(phone)
    phone.go_offline()
    reply(phone, "「外面冷，進來坐。」")
    phone.tap("繼續")
    phone.tap("我準備好了")
    judge(phone, "橙級")
    phone.tap("繼續")
    phone.tap("繼續")
    past_support(phone)
    heading(phone, "這一趟走完了")
    expect(phone.page.get_by_text("還有 2 題的答案留在這支手機，有訊號時會自動送出。")).to_be_visible()
    expect(phone.page.get_by_role("link", name="回到街上")).to_have_attribute("href", "/courses/5/")
    phone.go_online()
    heading(phone, "這盞燈亮了")


def test_an_attempt_begun_without_a_signal_is_told_to_the_server_first(phone: Handset) -> None:
    phone.open()
    expect(phone.page.get_by_role("button", name="開始")).to_be_visible()
    phone.go_offline()
    phone.tap("開始")
    phone.tap("繼續")
    expect(phone.page.locator("#unsent")).to_have_text("1 筆未送出")
    phone.go_online()
    all_sent(phone)
    assert [method for method, _, _ in phone.api.calls] == ["PUT", "POST"]


def test_a_page_loaded_again_goes_on_where_it_was_left(phone: Handset) -> None:
    begin(phone)
    reply(phone, "「外面冷，進來坐。」")
    all_sent(phone)
    phone.page.reload()
    heading(phone, "接下來會談到暴力")
    phone.tap("我準備好了")
    judge(phone, "橙級")
    all_sent(phone)
    assert [len(log["steps"]) for log in phone.api.logs.values()] == [3]


def test_unsent_answers_outlive_a_reload(phone: Handset) -> None:
    begin(phone)
    all_sent(phone)
    phone.api.status = 503
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.locator("#notice")).to_contain_text("還有 1 題沒送出，伺服器忙，等一下會自動再送。")
    phone.api.status = None
    phone.page.reload()
    heading(phone, "接下來會談到暴力")
    all_sent(phone)
    assert [s["answer"] for log in phone.api.logs.values() for s in log["steps"]] == [None, "kind"]


def test_an_attempt_of_another_device_is_taken_up(make_handset: Callable[..., Handset]) -> None:
    phone = make_handset(attempt=ATTEMPT)
    phone.api.begin(ATTEMPT, ("hello", None))
    phone.open()
    reply(phone, "「外面冷，進來坐。」")
    all_sent(phone)
    assert [s["answer"] for s in phone.api.logs[ATTEMPT]["steps"]] == [None, "kind"]


def test_an_answer_given_elsewhere_stands_and_the_person_is_told(make_handset: Callable[..., Handset]) -> None:
    phone = make_handset(attempt=ATTEMPT)
    phone.api.begin(ATTEMPT, ("hello", None))
    phone.open()
    expect(phone.page.get_by_text("你先做什麼？")).to_be_visible()
    phone.api.begin(ATTEMPT, ("hello", None), ("ask", "cold"))
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.locator("#notice")).to_contain_text("這一題你在別的地方答過了，以先送出的為準。")
    heading(phone, "接下來會談到暴力")
    all_sent(phone)
    assert [s["answer"] for s in phone.api.logs[ATTEMPT]["steps"]] == [None, "cold"]


def test_a_refused_step_is_shelved_and_reported_and_no_longer_counted(phone: Handset) -> None:
    begin(phone)
    phone.api.refuse = {"ask"}
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.locator("#notice")).to_contain_text("有 1 題的答案送不進去，已經另外留著。")
    all_sent(phone)
    assert sum(name.startswith("shelf.") for name in phone.kept()) == 1
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.get_by_text("她坐下了。")).to_be_visible()
    expect(phone.page.locator("#notice")).to_be_empty()
    all_sent(phone)
    assert [s["answer"] for log in phone.api.logs.values() for s in log["steps"]] == [None, "kind"]


def test_who_was_signed_out_keeps_the_answers_and_is_led_to_sign_in(phone: Handset) -> None:
    begin(phone)
    all_sent(phone)
    phone.api.status = 401
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.locator("#notice")).to_contain_text("你已經登出了。還有 1 題留在這支手機")
    again = phone.page.get_by_role("link", name="重新登入")
    expect(again).to_have_attribute("href", "/sign-in/?next=%2Flearn%2F5%2Fx%2F")
    assert [step["node"] for step in phone.unsent()] == ["ask"]


def test_every_page_shows_and_sends_what_waits(phone: Handset) -> None:
    begin(phone)
    all_sent(phone)
    phone.api.status = 503
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.locator("#unsent")).to_have_text("1 題未送出")
    phone.page.goto(HOST)
    expect(phone.page.locator("#unsent")).to_contain_text("1 題未送出")
    phone.api.status = None
    # The word stands there hidden before the page's script has looked into the drawer: only the server tells.
    with phone.page.expect_response("**/steps*"):
        phone.page.reload()
    expect(phone.page.locator("#unsent")).to_be_hidden()
    assert [s["answer"] for log in phone.api.logs.values() for s in log["steps"]] == [None, "kind"]


def test_another_persons_answers_are_neither_sent_nor_counted(phone: Handset) -> None:
    begin(phone)
    all_sent(phone)
    phone.go_offline()
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.locator("#unsent")).to_have_text("1 題未送出")
    phone.give_to("8")
    before = len(phone.api.calls)
    phone.go_online()
    phone.page.reload()
    expect(phone.page.get_by_role("button", name="開始")).to_be_visible()
    all_sent(phone)
    assert len(phone.api.calls) == before
    assert [step["node"] for step in phone.unsent()] == ["ask"]


def test_an_edition_withdrawn_meanwhile_is_said_with_the_servers_reason(phone: Handset) -> None:
    phone.open()
    phone.api.withdrawn = True
    phone.tap("開始")
    heading(phone, "這一份先停在這裡")
    expect(phone.page.get_by_text("這一版教材已經撤回。")).to_be_visible()
    expect(phone.page.get_by_role("link", name="回到街上")).to_have_attribute("href", "/courses/5/")


def test_a_closed_attempt_keeps_what_comes_late_and_says_so(make_handset: Callable[..., Handset]) -> None:
    phone = make_handset(attempt=ATTEMPT)
    phone.api.begin(ATTEMPT, ("hello", None))
    phone.open()
    expect(phone.page.get_by_text("你先做什麼？")).to_be_visible()
    phone.api.logs[ATTEMPT]["state"] = "closed"
    reply(phone, "「外面冷，進來坐。」")
    heading(phone, "這一份先停在這裡")
    assert [name for name in phone.kept() if "step" in name] == []


def test_what_is_sent_while_the_log_is_on_its_way_is_not_asked_again(phone: Handset) -> None:
    begin(phone)
    all_sent(phone)
    phone.api.status = 503
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.locator("#unsent")).to_have_text("1 題未送出")
    phone.api.status, phone.api.slow = None, True
    phone.open()
    for _ in range(100):
        if phone.api.held and not phone.unsent():
            break
        phone.page.wait_for_timeout(20)
    (route, log), *_ = phone.api.held
    # The log was read a moment before the answer came in.
    route.fulfill(json=log | {"steps": log["steps"][:1]})
    expect(phone.page.get_by_role("button", name="我準備好了")).to_be_visible()
