"""What only drills have: by when a question is due, what there is to notice, what an observer ticks."""

from typing import Any

from content.blocks.fields import FlagBlock, IdBlock, PlainLineBlock, SelectBlock, WholeBlock
from content.blocks.saying import NOTHING, Part
from content.blocks.ways import ROW, part

MOST_CUES = 6
MOST_LINES = 12
ROLES = [("channel", "要找誰"), ("report", "五行通報")]
HIDDEN = [("1", "明顯：一看就知道"), ("2", "要留意：多看一眼才發現"), ("3", "藏著：要會看的人才懂")]
CRITICAL_HELP = "沒在時間內做到，整場演練就不算通過。"


class StandardBlock(Part):
    """By when a question is due, and which one it is; left out where neither is said."""

    def say(self, value: Any) -> Any:
        said = super().say(value)
        return said if said.keys() & {"by", "role"} else NOTHING


def standard() -> Part:
    fields = [
        ("by", WholeBlock(5, 600, label="幾秒內要答對", help_text="從看到警示卡算起。空白就是不看時間。")),
        ("critical", FlagBlock(label="關鍵", help_text=CRITICAL_HELP)),
        ("role", SelectBlock([("", "一般題目"), *ROLES], required=False, default="", label="這一題是")),
    ]
    return StandardBlock(fields, label="演練", form_classname=ROW)


class HiddenBlock(SelectBlock):
    """How well a cue hides: in a body a number."""

    def say(self, value: str) -> Any:
        return int(value)

    def write(self, said: Any, source: Any) -> str:
        return super().write(said if said is NOTHING else str(said), source)


def cue() -> Part:
    """One thing that there is to notice."""
    fields = [
        ("line_id", IdBlock("line", label="代號")),
        ("text", PlainLineBlock(label="線索", help_text="店員看得到、聽得到的一件事，例如「重複問同一句話」。")),
        ("hidden", HiddenBlock(HIDDEN, default="1", label="好不好發現")),
    ]
    return part(fields, label="線索", icon="view", label_format="{text}", form_classname=ROW)


def line() -> Part:
    """One line of the observer's checklist."""
    fields = [
        ("line_id", IdBlock("line", label="代號")),
        ("text", PlainLineBlock(label="要看到店員做什麼", help_text="一行一件事，例如「請坐、給水、有人陪」。")),
        ("by", WholeBlock(5, 600, required=True, label="幾秒內", help_text="從看到警示算起。")),
        ("critical", FlagBlock(label="關鍵")),
    ]
    return part(fields, label="檢核項目", icon="check", label_format="{by} 秒 {text}", form_classname=ROW)
