"""A handset in the middle of a script with every kind of node, and what it sent last."""

from collections.abc import Callable
from itertools import takewhile
from typing import Any

from playwright.sync_api import expect

from content.script import best, load
from tests.attempts.handset import Handset
from tests.attempts.kinds import BODY

ATTEMPT = "0d6f1c52-8a53-4f3e-9f0e-6c1b2a7d9e11"
BEST = [(answer.node, answer.answer) for answer in best(load(BODY), ATTEMPT).path]

Make = Callable[..., Handset]


def arrive(make: Make, node: str, **answers: Any) -> Handset:
    """A handset that takes up an attempt at `node`, all before it answered well unless `answers` say otherwise."""
    phone = make(body=BODY, attempt=ATTEMPT)
    before = takewhile(lambda step: step[0] != node, BEST)
    phone.api.begin(ATTEMPT, *((name, answers.get(name, answer)) for name, answer in before))
    phone.open()
    return phone


def sent(phone: Handset) -> tuple[str, Any]:
    """What was answered last, once the server has it."""
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    step = phone.api.logs[ATTEMPT]["steps"][-1]
    return step["node"], step["answer"]


def put(phone: Handset, slot: str) -> None:
    phone.page.get_by_role("button", name=f"放進 {slot}", exact=True).click()


RIGHT_SLOTS = {
    "今天凌晨兩點十分左右進來": "時間",
    "福小門市，靠馬路那一邊的門口": "地點",
    "七、八十歲，穿藍色睡衣、室內拖鞋": "這個人看起來怎樣",
    "他應該是瘋了": "不寫進通報",
    "他很像王太太的公公": "不寫進通報",
}


def put_all(phone: Handset, **otherwise: str) -> None:
    """Every phrase into its slot, or where `otherwise` says."""
    for _ in RIGHT_SLOTS:
        phrase = phone.page.locator(".phrase-text").inner_text()
        put(phone, otherwise.get(phrase, RIGHT_SLOTS[phrase]))
