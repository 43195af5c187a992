"""Ways to answer: options of a question, and the four levels."""

from wagtail import blocks

from content.blocks.fields import IdBlock, PlainTextBlock
from content.script.structure import COMPETENCY_WORDS

MOST_CHOICES = 6

QUALITY_WORDS = [
    ("good", "好：就是該這樣做"),
    ("ok", "可以：做得到，還能更好"),
    ("poor", "不好：客人會少一點被接住"),
    ("critical", "不可以：會傷到人，要請學員重想一次"),
]


class QualityBlock(blocks.ChoiceBlock):
    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("choices", QUALITY_WORDS)
        kwargs.setdefault("default", "ok")
        super().__init__(required=True, **kwargs)


class PointBlock(blocks.IntegerBlock):
    """A number from −3 to +3 or nothing. A form's digits are a number at once: "2" is no change of 2."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(required=False, min_value=-3, max_value=3, **kwargs)

    def value_from_form(self, value: object) -> object:
        if isinstance(value, str):
            return int(value) if value.strip().removeprefix("-").isdecimal() else value.strip() or None
        return value


class PointsBlock(blocks.StructBlock):
    """Points per competency, −3 to +3; empty is none."""

    empathy = PointBlock(label=COMPETENCY_WORDS["empathy"])
    privacy = PointBlock(label=COMPETENCY_WORDS["privacy"])
    risk = PointBlock(label=COMPETENCY_WORDS["risk"])
    report = PointBlock(label=COMPETENCY_WORDS["report"])

    class Meta:
        form_classname = "struct-block script-points"


class AnswerBlock(blocks.StructBlock):
    """One option of a lesson's question: whatever is chosen, the lesson goes on to the next block."""

    choice_id = IdBlock("choice", shown=False, label="代號")
    text = PlainTextBlock(label="選項文字", help_text="店員真的會說、會做的事。用 [[police]] 這樣的寫法代表專線號碼。")
    quality = QualityBlock(label="做得如何")
    points = PointsBlock(label="分數", help_text="每項 −3 到 3，空白就是不計分。")
    feedback = PlainTextBlock(label="回饋", help_text="選了以後，面前這個人會怎麼樣？接著可以怎麼做？")

    class Meta:
        label = "選項"
        label_format = "{choice_id} {text}"
        icon = "tick-inverse"


class OptionBlock(AnswerBlock):
    """One option of a scenario's choice: it leads somewhere."""

    to = IdBlock("target", label="接到哪裡")


class GradeBlock(blocks.StructBlock):
    """One of the four levels as an answer in a lesson."""

    quality = QualityBlock(label="判得如何", help_text="四級裡剛好一級是「好」：正確的那一級。", default="poor")
    points = PointsBlock(label="分數")
    feedback = PlainTextBlock(label="回饋")

    class Meta:
        label_format = "{feedback}"
        collapsed = True


class LinkedGradeBlock(GradeBlock):
    """One of the four levels in a scenario: it leads somewhere."""

    to = IdBlock("target", label="接到哪裡")
