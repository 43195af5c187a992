"""What follows an answer: points, feedback, where it leads, what it counts; options, results and the clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from wagtail.blocks.struct_block import BlockGroup

from content.blocks.fields import (
    IdBlock,
    PlainTextBlock,
    SelectBlock,
    TargetBlock,
    TickBlock,
    WholeBlock,
)
from content.blocks.saying import NOTHING, Field, Part, Parts, Place, Source, Told
from content.script.structure import COMPETENCY_WORDS

MOST_CHOICES = 6
QUALITY_WORDS = [
    ("good", "好：就是該這樣做"),
    ("ok", "可以：做得到，還能更好"),
    ("poor", "不好：客人會少一點被接住"),
    ("critical", "不可以：會傷到人，要請學員重想一次"),
]
MARK_WORDS = [("right", "該做"), ("wrong", "不該做"), ("harm", "會傷人")]
FOLDED = {
    "能填的範圍": ("sliders", ("min", "max", "step")),
    "圖片": ("image", ("picture", "alt")),
    "內容提醒": ("warning", ("note", "skip")),
    "放錯會傷人": ("warning", ("harm",)),
    "條件與計數": ("order", ("guard", "effects", "branches")),
}
ROW = "struct-block script-row"
"""A few short fields side by side."""

Fields = list[tuple[str, Any]]
P = TypeVar("P", bound=Part)


@dataclass(frozen=True)
class Form:
    """What a form asks of its steps: whether ways say where they `lead` and what they count; whether steps skip;
    whether a question says by when it is due (`timed`)."""

    leads: bool
    skips: bool
    timed: bool = False


LESSON = Form(leads=False, skips=True)
SCENARIO = Form(leads=True, skips=True)
DRILL = Form(leads=True, skips=True, timed=True)
POOL = Form(leads=False, skips=False)


def part(fields: Fields, cls: type[P] = Part, **meta: Any) -> P:
    """A struct of these fields: everyday ones first, the rest folded away under its heading."""
    names = [name for name, _ in fields]
    rare = {name for _, group in FOLDED.values() for name in group}
    folds = [
        BlockGroup(
            children=[name for name in group if name in names],
            heading=heading,
            icon=icon,
            classname="collapsed script-counting" if "effects" in group else "collapsed",
            label_format="",
        )
        for heading, (icon, group) in FOLDED.items()
        if set(group) & set(names)
    ]
    return cls(fields, form_layout=BlockGroup([*(name for name in names if name not in rare), *folds]), **meta)


class PointBlock(WholeBlock):
    """Points in one competency; 0 is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(-3, 3, **kwargs)

    def say(self, value: int | None) -> Any:
        return value or NOTHING


def points() -> Part:
    """Points per competency, −3 to +3; empty is none."""
    fields = [(name, PointBlock(label=word)) for name, word in COMPETENCY_WORDS.items()]
    help_text = "每項 −3 到 3，空白就是不計分。"
    return Part(fields, label="分數", help_text=help_text, form_classname=f"{ROW} script-points")


def quality(label: str = "做得如何", default: str = "ok", words: Any = QUALITY_WORDS, **meta: Any) -> SelectBlock:
    return SelectBlock(words, default=default, label=label, **meta)


def feedback(when: str = "選了以後") -> PlainTextBlock:
    return PlainTextBlock(label="回饋", help_text=f"{when}，面前這個人會怎麼樣？接著可以怎麼做？")


class EffectsBlock(Parts):
    """What is counted when this way is taken: in the body one number per counter."""

    def __init__(self) -> None:
        by = WholeBlock(-5, 5, required=True, default=1, label="加多少", help_text="減就打負數，−5 到 5。")
        counter = IdBlock("counted", label="哪個計數")
        super().__init__(
            Part([("counter", counter), ("by", by)], label="加減", form_classname=ROW),
            label="走這裡就加減計數",
            default=[],
        )

    def say(self, value: Any) -> Any:
        said = {each["counter"]: each["by"] for each in value if each["counter"] and each["by"] is not None}
        return said or NOTHING

    def write(self, said: Any, source: Source) -> Any:
        rows = [] if said is NOTHING else [{"counter": name, "by": by} for name, by in said.items()]
        return super().write(rows, source)


def guard(**meta: Any) -> Parts:
    """Conditions on counters; all must hold."""
    bounds = [(name, WholeBlock(-100, 100, label=label)) for name, label in (("at_least", "至少"), ("at_most", "最多"))]
    counter = IdBlock("counted", label="哪個計數")
    condition = Part([("counter", counter), *bounds], label="條件", form_classname=ROW)
    return Parts(condition, label="條件", max_num=4, default=[], **meta)


def leading(form: Form, *, guarded: bool = False) -> Fields:
    """Where a way leads and what it counts, in the form that says so."""
    if not form.leads:
        return []
    conditions: Fields = [("guard", guard(help_text="都符合，這個選項才會出現。"))] if guarded else []
    return [("to", TargetBlock(label="接到哪裡")), *conditions, ("effects", EffectsBlock())]


def answers(form: Form) -> Parts:
    """Two to six options of which one is chosen; a new question begins with two."""
    text = PlainTextBlock(label="選項文字", help_text="店員真的會說、會做的事。用 [[police]] 這樣的寫法代表專線號碼。")
    option = part(
        [
            ("choice_id", IdBlock("choice", label="代號")),
            ("text", text),
            ("quality", quality()),
            ("points", points()),
            ("feedback", feedback()),
            *leading(form, guarded=True),
        ],
        label="選項",
        label_format="{choice_id} {text}",
        icon="tick-inverse",
    )
    return several(option, 2, MOST_CHOICES, label="選項", help_text="兩到六個。學員看到的順序每次都會打散。")


def several(child: Part, fewest: int, most: int, **meta: Any) -> Parts:
    """A list that begins with as many empty parts as it needs."""
    first = [child.get_default() for _ in range(fewest)]
    return Parts(child, optional=False, max_num=most, default=first, **{"collapsed": True, **meta})


def phrases(what: str, fewest: int, most: int, field: tuple[str, Field], **meta: Any) -> Parts:
    """A list of single texts, open to be typed one after another."""
    phrase = part(
        [("choice_id", IdBlock("choice", label="代號")), field],
        label=what,
        label_format="",
        form_classname="struct-block script-phrase",
    )
    return several(phrase, fewest, most, collapsed=False, **meta)


def grade(form: Form, name: str, word: str) -> Part:
    """One of the four levels as an answer."""
    help_text = "四級裡剛好一級是「好」：正確的那一級。"
    return part(
        [
            ("quality", quality("判得如何", "poor", help_text=help_text)),
            ("points", points()),
            ("feedback", feedback()),
            *leading(form),
        ],
        key=name,
        label=word,
        label_format="{feedback}",
        collapsed=True,
    )


class PartlyBlock(Part):
    """The result in between, where the trainer wants one; without it what is partly right is wrong."""

    def say(self, value: Any) -> Any:
        return super().say(value) if value["counts"] else NOTHING

    def tell(self, value: Any, place: Place) -> Iterator[Told]:
        return super().tell(value, place) if value["counts"] else iter(())

    def write(self, said: Any, source: Source) -> Any:
        return {**super().write(said, source), "counts": said is not NOTHING}


def results(form: Form, partly: str, harm: str | None) -> Part:
    """What a graded answer leads to. `partly` and `harm` say when these two come about."""
    fields: Fields = [("right", _result(form, "right", "全對"))]
    counts = TickBlock(label="分出「部分對」", default=True, help_text="不勾的話，沒全對就算不對。")
    fields.append(("partly", _result(form, "partly", f"部分對：{partly}", PartlyBlock, [("counts", counts)])))
    fields.append(("wrong", _result(form, "wrong", "不對")))
    if harm:
        fields.append(("harm", _result(form, "harm", f"會傷人：{harm}", collapsed=True)))
    return Part(fields, label="答完以後", form_classname="struct-block script-results")


def _result(form: Form, key: str, label: str, cls: type[Part] = Part, first: Fields | None = None, **meta: Any) -> Part:
    fields = [*(first or []), ("feedback", feedback("這樣答")), ("points", points()), *leading(form)]
    return part(fields, cls, key=key, label=label, label_format="{feedback}", **meta)


class TimerBlock(Part):
    """The clock of a step; without seconds there is none."""

    def say(self, value: Any) -> Any:
        return NOTHING if value["seconds"] is None else super().say(value)

    def tell(self, value: Any, place: Place) -> Iterator[Told]:
        return iter(()) if value["seconds"] is None else super().tell(value, place)


class LateBlock(SelectBlock):
    """How running out of time counts; in a body the usual `poor` goes without saying."""

    def say(self, value: str) -> Any:
        return NOTHING if value == "poor" else value

    def write(self, said: Any, source: Source) -> Any:
        return "poor" if said is NOTHING else said


def timer(form: Form) -> Part:
    """A clock, and what follows when time is up."""
    late = LateBlock(QUALITY_WORDS[1:], default="poor", label="沒答完算什麼")
    seconds = WholeBlock(5, 600, label="限幾秒", help_text="空白就是不計時。5 到 600 秒；學員可以選擇不計時作答。")
    return part(
        [
            ("seconds", seconds),
            ("quality", late),
            ("points", points()),
            ("feedback", feedback("時間到了還沒答")),
            *leading(form),
        ],
        TimerBlock,
        key="timeout",
        label="計時",
        icon="history",
        label_format="{seconds}",
        collapsed=True,
    )


def harmful(said: Mapping[str, Any]) -> bool:
    """Whether an answer to a node can hurt somebody: then it has the result `harm`."""
    marked = any(option.get("mark") == "harm" for option in said.get("options", ()))
    return marked or any("harm" in item for item in said.get("items", ())) or "avoid" in said
