"""The two forms of a script, the pool within them, counters, and the list of a course."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wagtail import blocks

from content.blocks.drills import MOST_CUES, MOST_LINES, cue, line
from content.blocks.fields import IdBlock, LabelBlock, TargetBlock, WholeBlock
from content.blocks.saying import Field, Part, Place, Source, Told
from content.blocks.steps import QUESTIONS, Step, card, ending
from content.blocks.ways import DRILL, LESSON, POOL, ROW, SCENARIO, Fields, Form, part

MOST_IN_POOL = 30
MOST_COUNTERS = 4


class Stream(Field, blocks.StreamBlock):
    """Parts one after another."""

    def say(self, value: Any) -> list[dict[str, Any]]:
        return [child.block.say(child.value) for child in value]

    def tell(self, value: Any, place: Place) -> Iterator[Told]:
        for child in value:
            yield from child.block.tell(child.value, place.into(child.id))


class Steps(Stream):
    """Nodes one after another."""

    def write(self, said: Sequence[str], source: Source) -> list[dict[str, Any]]:
        """`said` are the ids of the nodes."""
        top = replace(source, ids=())
        types = {block.meta.kind: name for name, block in self.child_blocks.items()}
        nodes = [source.nodes[name] for name in said]
        return [
            top.item(self.child_blocks[types[node["kind"]]].write(node, top), node["id"], kind=types[node["kind"]])
            for node in nodes
        ]


class PoolStep(Step):
    """A pool holds its questions in the studio; in the body it names them, and they stand beside it."""

    def say(self, value: Any) -> Any:
        said = super().say(value)
        questions = said.pop("questions")
        return {**said, "of": [node["id"] for node in questions]}

    def write(self, said: Any, source: Source) -> Any:
        return super().write({**said, "questions": said["of"]}, source)


def pool(form: Form) -> Step:
    questions = Steps(
        [(type_of(each), each) for each in (question(POOL) for question in QUESTIONS)],
        label="題目",
        help_text="最多三十題，每題最好的做法分數要一樣，這樣抽到哪幾題都公平。",
        required=False,
        max_num=MOST_IN_POOL,
        collapsed=True,
    )
    fields: Fields = [
        ("node_id", IdBlock("node", label="代號")),
        (
            "draw",
            WholeBlock(1, MOST_IN_POOL, required=True, default=3, label="抽幾題", help_text="每個人抽到的不一樣。"),
        ),
        ("questions", questions),
        *([("to", TargetBlock(label="做完接到哪裡"))] if form.leads else []),
    ]
    return part(
        fields, PoolStep, kind="pool", label="題庫", icon="tasks", group="題庫", label_format="{node_id} 抽 {draw} 題"
    )


def type_of(made: Step) -> str:
    """The type of a block in a stream: that of its node, but for the question of a lesson, which has its own."""
    return "question" if made.meta.kind == "choice" and made.meta.label == "測驗題" else str(made.meta.kind)


class LessonNodes(Steps):
    """A lesson: the order of the blocks is the story."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(steps_of(LESSON), **kwargs)

    class Meta:
        required = False
        collapsed = True
        form_classname = "script-lesson"


class ScenarioNodes(Steps):
    """A scenario: each way out says where it leads."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(steps_of(SCENARIO), **kwargs)

    class Meta:
        required = False
        collapsed = True
        form_classname = "script-scenario"


class DrillNodes(Steps):
    """A drill: a scenario whose questions say by when they are due."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(steps_of(DRILL), **kwargs)

    class Meta:
        required = False
        collapsed = True
        form_classname = "script-drill"


def steps_of(form: Form) -> Fields:
    """Every kind of node in a form, in the order in which they are offered."""
    made = [kind(form) for kind in (card, *QUESTIONS, pool, ending)]
    return [(type_of(each), each) for each in made]


class Lines(Stream):
    """Parts of one kind with ids of their own; their block ids follow from those."""

    def write(self, said: Sequence[Mapping[str, Any]], source: Source) -> list[dict[str, Any]]:
        ((kind, child),) = self.child_blocks.items()
        return [source.item(child.write(each, source), f"{kind}s", each["id"], kind=kind) for each in said]


class Counters(Lines):
    """What a scenario counts along its way."""

    counter = Part(
        [
            ("counter_id", IdBlock("counter", label="代號")),
            ("name", LabelBlock(required=False, label="記什麼", help_text="例如「信任」。學員看不到，也看不到數字。")),
            ("start", WholeBlock(-100, 100, required=True, default=0, label="從多少開始")),
            ("min", WholeBlock(-100, 100, required=True, default=0, label="最少到")),
            (
                "max",
                WholeBlock(-100, 100, required=True, default=3, label="最多到", help_text="最多和最少差 12 以內。"),
            ),
        ],
        label="計數",
        icon="order",
        label_format="{name} {start}",
        form_classname=ROW,
    )

    class Meta:
        required = False
        collapsed = True
        max_num = MOST_COUNTERS
        form_classname = "script-counters"


class Cues(Lines):
    """What there is to notice in a drill."""

    cue = cue()

    class Meta:
        required = False
        max_num = MOST_CUES


class Checklist(Lines):
    """What somebody who watches the drill looks out for."""

    line = line()

    class Meta:
        required = False
        max_num = MOST_LINES


class CourseWorks(blocks.StreamBlock):
    """The works of a course in the order in which they are walked."""

    work = blocks.PageChooserBlock(
        page_type=["content.LessonPage", "content.ScenarioPage"], label="單元", icon="doc-full-inverse"
    )

    class Meta:
        required = False
