"""The kinds of node, each written once: as the fields that a trainer fills in, for any form."""

from collections.abc import Callable, Iterator
from typing import Any

from content.blocks.drills import standard
from content.blocks.fields import (
    IdBlock,
    NumberBlock,
    PictureBlock,
    PlainLineBlock,
    PlainTextBlock,
    SelectBlock,
    SkipBlock,
    TargetBlock,
    WholeBlock,
    WordsBlock,
)
from content.blocks.saying import NOTHING, Part, Parts, Place, Source, Told
from content.blocks.ways import (
    MARK_WORDS,
    ROW,
    Fields,
    Form,
    answers,
    grade,
    guard,
    harmful,
    part,
    phrases,
    results,
    several,
    timer,
)
from content.script import LEVELS

NOTES = [("", "不用提醒"), ("violence", "暴力"), ("suicide", "自殺")]
OUTCOMES = [("correct", "正確：這樣做對了"), ("partial", "部分正確：還能更好"), ("unsafe", "不安全：有人受傷或被丟下")]
LEVEL_WORDS = {
    "red": "紅：現在有人會受傷、有生命危險",
    "orange": "橙：離開這裡會出事，或保護不了自己",
    "yellow": "黃：需要店裡給不了的協助，他也願意",
    "green": "綠：都不是，一般協助",
}
MARK_HELP = "「該做」的全選、別的都不選，才算全對；選了「會傷人」的，要請學員重想一次。"
TEXT_HELP = "空一行是新的一段；開頭打「- 」是一個項目；[[police]] 會換成專線號碼，[[police.name]] 換成名稱。"


class Step(Part):
    """A node. `kind` is what it is in the body; a text is told only where what it belongs to is there."""

    def say(self, value: Any) -> Any:
        said = {"kind": self.meta.kind, **super().say(value)}
        if "harm" in said.get("results", ()) and not harmful(said):
            del said["results"]["harm"]
        return said

    def tell(self, value: Any, place: Place) -> Iterator[Told]:
        name = value["node_id"]
        alt = None if value.get("picture") else f"{name}.alt"
        harm = None if self._harmful(value) else f"{name}.harm.feedback"
        return (text for text in super().tell(value, Place(place.path)) if text.key not in (alt, harm))

    def _harmful(self, value: Any) -> bool:
        if "results" not in value:
            return True  # there a text of that name is an option's own
        causes = {cause: self.child_blocks[cause].say(value[cause]) for cause in HARMING if cause in value}
        return harmful({cause: said for cause, said in causes.items() if said is not NOTHING})


HARMING = ("options", "items", "avoid")


class LevelStep(Step):
    """Four fields for the levels in the studio, four choices in the body."""

    def say(self, value: Any) -> Any:
        said = super().say(value)
        choices = [{"id": level, **said.pop(level)} for level in LEVELS]
        return {**said, "choices": choices}

    def write(self, said: Any, source: Source) -> Any:
        return super().write({**said, **{choice["id"]: choice for choice in said["choices"]}}, source)


def step(kind: str, form: Form, fields: Fields, cls: type[Step] = Step, **meta: Any) -> Step:
    """A node of these fields, with what every node has: an id, a picture, a content note."""
    name = IdBlock("node", label="代號", help_text="例如 n1。別的步驟用它接過來，改了會一起改。")
    note = SelectBlock(NOTES, required=False, label="內容提醒", help_text="這一步談到暴力或自殺時，先提醒學員。")
    skip = SkipBlock(
        label="不想看的人跳到哪裡", empty="（不能跳過）", help_text="有提醒才有用。跳過不影響成績，之後也不會再問。"
    )
    extras: Fields = [
        ("picture", PictureBlock(label="圖片")),
        ("alt", PlainLineBlock(label="圖片說明", help_text="看不到圖的人會聽到這句話。")),
        ("note", note),
        *([("skip", skip)] if form.skips and kind != "ending" else []),
    ]
    return part([("node_id", name), *fields, *extras], cls, kind=kind, label_format="{node_id} {title} {text}", **meta)


def card(form: Form) -> Step:
    branch = part(
        [("guard", guard(help_text="都符合就走這條路。")), ("to", TargetBlock(label="接到哪裡"))],
        label_format="{to}",
    )
    branches = Parts(
        branch,
        label="看計數分路",
        max_num=4,
        default=[],
        help_text="由上往下看，第一條符合的就走；都不符合走上面那條。",
    )
    ways: Fields = [("to", TargetBlock(label="接到哪裡")), ("branches", branches)] if form.leads else []
    fields = [
        ("title", PlainLineBlock(label="標題", help_text="可以空著。")),
        ("text", PlainTextBlock(label="內容", rows=4, help_text=TEXT_HELP)),
        *ways,
    ]
    return step("card", form, fields, label="卡片", icon="doc-full", group="故事")


def ending(form: Form) -> Step:
    fields = [
        ("outcome", SelectBlock(OUTCOMES, default="correct", label="結果")),
        ("title", PlainLineBlock(label="標題", help_text="可以空著。")),
        ("text", PlainTextBlock(label="收尾的話", rows=4, help_text=TEXT_HELP)),
    ]
    return step("ending", form, fields, label="結局", icon="circle-check", group="故事")


def asking(kind: str, form: Form, fields: Fields, cls: type[Step] = Step, **meta: Any) -> Step:
    """A node that asks: its question first, the clock last."""
    text = PlainTextBlock(label="題目", rows=3, help_text=TEXT_HELP)
    due: Fields = [("standard", standard())] if form.timed else []
    return step(kind, form, [("text", text), *fields, *due, ("timer", timer(form))], cls, **meta)


def choice(form: Form) -> Step:
    label = "選擇題" if form.leads else "測驗題"
    return asking("choice", form, [("choices", answers(form))], label=label, icon="help", group="選答案")


def level(form: Form) -> Step:
    grades = [(name, grade(form, name, word)) for name, word in LEVEL_WORDS.items()]
    return asking("level", form, grades, LevelStep, label="分級題", icon="warning", group="選答案")


def choices(form: Form) -> Step:
    option = part(
        [
            ("choice_id", IdBlock("choice", label="代號")),
            ("text", PlainTextBlock(label="選項文字")),
            ("mark", SelectBlock(MARK_WORDS, default="wrong", label="該不該做", help_text=MARK_HELP)),
            ("feedback", PlainTextBlock(label="這一項的說明", help_text="可以空著。答完以後，寫在這個選項旁邊。")),
        ],
        label="選項",
        label_format="{mark} {text}",
    )
    options = several(option, 2, 8, label="選項", help_text="兩到八個，至少一個「該做」。順序每次都會打散。")
    after = results(form, "該做的選得比不該做的多", "選了任何一個「會傷人」的選項")
    return asking(
        "choices",
        form,
        [("hint", _hint()), ("options", options), ("results", after)],
        label="複選題",
        icon="list-ul",
        group="選答案",
    )


def order(form: Form) -> Step:
    items = phrases(
        "一件事",
        3,
        8,
        ("text", PlainTextBlock(rows=1, label="一件事")),
        label="照正確的順序寫",
        help_text="一格一件事，三到八件，第一件寫最上面。學員看到的是打散的。",
    )
    after = results(form, "只差一點點順序", None)
    fields = [("hint", _hint()), ("items", items), ("results", after)]
    return asking("order", form, fields, label="排序題", icon="order", group="動手做")


def match(form: Form) -> Step:
    slots = phrases(
        "一行",
        2,
        8,
        ("text", PlainTextBlock(rows=1, label="一行")),
        label="有哪幾行",
        help_text="二到八行，例如「時間地點」「看到什麼」「不寫進通報」。照這個順序排給學員看。",
    )
    harm = Parts(IdBlock("slot", optional=True, label="哪一行"), label="放進這幾行會傷人", default=[])
    item = part(
        [
            ("choice_id", IdBlock("choice", label="代號")),
            ("text", PlainTextBlock(rows=1, label="要放的話", help_text="一個事實或一句話。")),
            ("slot", IdBlock("slot", label="放到哪一行")),
            ("harm", harm),
        ],
        label="要放的話",
        label_format="{text}",
    )
    fields = [
        ("hint", _hint()),
        ("slots", slots),
        ("items", several(item, 2, 10, label="要放的話", help_text="二到十句，每句選一行。順序每次都會打散。")),
        ("results", results(form, "四分之三以上放對", "有一句放進「會傷人」的那一行")),
    ]
    return asking("match", form, fields, label="配對題", icon="table", group="動手做")


def number(form: Form) -> Step:
    near = NearBlock(label="差一點也算部分對", collapsed=True, label_format="{low}–{high}", form_classname=ROW)
    fields = [
        ("low", NumberBlock(required=True, label="對的最小值")),
        ("high", NumberBlock(required=True, label="對的最大值", help_text="只有一個數字對，兩格就填一樣。")),
        ("unit", PlainLineBlock(label="單位", help_text="例如 分鐘、元、公尺。可以空著。")),
        ("hint", _hint()),
        ("near", near),
        ("min", NumberBlock(required=True, default=0, label="最小能填")),
        ("max", NumberBlock(required=True, default=60, label="最大能填")),
        ("step", NumberBlock(required=True, default=1, label="一次加減多少")),
        ("results", results(form, "落在「差一點」的範圍裡", None)),
    ]
    return asking("number", form, fields, label="數字題", icon="decimal", group="動手做")


def text(form: Form) -> Step:
    points = phrases(
        "要點",
        1,
        6,
        ("words", WordsBlock(optional=False, label="說法")),
        label="要說到的要點",
        help_text="一到六個，都說到才算全對。每個要點一行寫一個說法，中文、英文都寫，出現一個就算說到；大小寫、空格、全形不計較。",
    )
    avoid = WordsBlock(
        optional=True, label="不能說的話", help_text="一行一個說法。出現任何一個就算會傷人，例如「可憐」。可以空著。"
    )
    fields = [
        ("hint", _hint()),
        ("accept", points),
        ("avoid", avoid),
        ("most", WholeBlock(10, 200, required=True, default=80, label="最多幾個字")),
        ("results", results(form, "說到一半以上的要點", "出現「不能說的話」")),
    ]
    return asking("text", form, fields, label="填寫題", icon="edit", group="動手做")


class NearBlock(Part):
    """A wider range in which a number is partly right: in the body a pair."""

    def __init__(self, **meta: Any) -> None:
        ends = [("low", NumberBlock(label="從")), ("high", NumberBlock(label="到"))]
        super().__init__(ends, **meta)

    def say(self, value: Any) -> Any:
        said = super().say(value)
        return [said.get("low"), said.get("high")] if said else NOTHING

    def write(self, said: Any, source: Source) -> Any:
        return dict(zip(("low", "high"), (None, None) if said is NOTHING else said, strict=True))


def _hint() -> PlainLineBlock:
    return PlainLineBlock(label="提示", help_text="可以空著。寫在作答的地方，例如「照平常跟同事說的話寫」。")


QUESTIONS: tuple[Callable[[Form], Step], ...] = (choice, choices, level, order, match, number, text)
"""The kinds that ask."""
