"""One small scenario about which lint has nothing to say in either language; tests break a copy of it."""

from typing import Any

Body = dict[str, Any]
HOTLINES = {"police": {"number": "110", "name": "警察"}}
LANGS = ("zh-Hant", "en")


def elder() -> Body:
    """A fresh copy: card, three choices, a level, three endings; best is 8 points (empathy 4, privacy 2, risk 2)."""
    return {
        "format": 1,
        "kind": "scenario",
        "source": "zh-Hant",
        "competencies": ["empathy", "privacy", "risk"],
        "minutes": 4,
        "pass_mark": 70,
        "start": "intro",
        "nodes": [
            {"id": "intro", "kind": "card", "to": "greet"},
            _choices("greet", [("stare", "seat", "poor", {"empathy": -1}), ("ask", "seat", "good", {"empathy": 2})]),
            _choices(
                "seat", [("chair", "call", "good", {"empathy": 2}), ("shout", "lost", "critical", {"privacy": -3})]
            ),
            _choices("call", [("post", "grade", "critical", {}), ("phone", "grade", "good", {"privacy": 2})]),
            _choices(
                "grade",
                [
                    ("red", "home", "ok", {}),
                    ("orange", "home", "good", {"risk": 2}),
                    ("yellow", "gone", "poor", {}),
                    ("green", "gone", "critical", {"risk": -2}),
                ],
                kind="level",
            ),
            {"id": "home", "kind": "ending", "outcome": "correct"},
            {"id": "gone", "kind": "ending", "outcome": "partial"},
            {"id": "lost", "kind": "ending", "outcome": "unsafe"},
        ],
        "texts": {"zh-Hant": dict(_ZH), "en": dict(_EN)},
    }


def node(body: Body, name: str) -> Body:
    """The first node of that id, to be changed in place."""
    return next(node for node in body["nodes"] if node["id"] == name)


def part(body: Body, name: str, member: str, part_name: str) -> Body:
    """The item, slot, option or accepted answer of that id in that member of a node, to be changed in place."""
    return next(each for each in node(body, name)[member] if each["id"] == part_name)


def choice(body: Body, name: str, choice_name: str) -> Body:
    """The first choice of that id in that node, to be changed in place."""
    return next(choice for choice in node(body, name)["choices"] if choice["id"] == choice_name)


def _choices(name: str, rows: list[tuple[str, str, str, dict[str, int]]], kind: str = "choice") -> Body:
    choices = [{"id": id_, "to": to, "quality": quality, "points": points} for id_, to, quality, points in rows]
    return {"id": name, "kind": kind, "choices": choices}


_ZH = {
    "title": "門口的長者",
    "summary": "晚上十點，有人站在門口。",
    "intro.text": "一位老先生在門口站了二十分鐘。",
    "greet.text": "你先怎麼做？",
    "greet.stare.text": "先在櫃檯看著他",
    "greet.stare.feedback": "他不知道你願意幫忙。",
    "greet.ask.text": "走近問他冷不冷",
    "greet.ask.feedback": "他點點頭。",
    "seat.text": "他說找不到家。",
    "seat.chair.text": "請他坐下",
    "seat.chair.feedback": "他鬆了一口氣。",
    "seat.shout.text": "大聲問客人誰認識他",
    "seat.shout.feedback": "他嚇得往外走。",
    "call.text": "接下來呢？",
    "call.post.text": "拍照放上網找家人",
    "call.post.feedback": "全鎮都看到他走失了。",
    "call.phone.text": "撥 [[police]] 說明情況",
    "call.phone.feedback": "[[police.name]]十分鐘內會到。",
    "grade.text": "現在有多急？",
    "grade.red.feedback": "他沒有受傷。",
    "grade.orange.feedback": "要有人馬上來。",
    "grade.yellow.feedback": "他會走出去。",
    "grade.green.feedback": "夜裡很冷。",
    "home.text": "女兒來接他。",
    "gone.text": "他自己走了。",
    "lost.text": "他跑出去了。",
}
_EN = {
    "title": "The man at the door",
    "summary": "Ten at night, someone stands at the door.",
    "intro.text": "An old man has stood at the door for twenty minutes.",
    "greet.text": "What do you do first?",
    "greet.stare.text": "Watch him from the counter",
    "greet.stare.feedback": "He cannot know that you would help.",
    "greet.ask.text": "Ask whether he is cold",
    "greet.ask.feedback": "He nods.",
    "seat.text": "He cannot find his home.",
    "seat.chair.text": "Offer him a chair",
    "seat.chair.feedback": "He breathes out.",
    "seat.shout.text": "Ask aloud who knows him",
    "seat.shout.feedback": "He starts for the street.",
    "call.text": "And now?",
    "call.post.text": "Post his picture",
    "call.post.feedback": "The whole town knows that he is lost.",
    "call.phone.text": "Call [[police]] and explain",
    "call.phone.feedback": "[[police.name]] will come in ten minutes.",
    "grade.text": "How urgent is it?",
    "grade.red.feedback": "He is not hurt.",
    "grade.orange.feedback": "Somebody must come now.",
    "grade.yellow.feedback": "He will walk away.",
    "grade.green.feedback": "The night is cold.",
    "home.text": "His daughter comes.",
    "gone.text": "He left by himself.",
    "lost.text": "He ran off.",
}
