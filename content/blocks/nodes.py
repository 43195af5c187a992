"""The steps of a script in its two forms, and the list of a course."""

from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from content.blocks.choices import MOST_CHOICES, AnswerBlock, GradeBlock, LinkedGradeBlock, OptionBlock
from content.blocks.fields import IdBlock, PictureBlock, PlainLineBlock, PlainTextBlock

NOTES = [("", "不用提醒"), ("violence", "暴力"), ("suicide", "自殺")]
OUTCOMES = [("correct", "正確：這樣做對了"), ("partial", "部分正確：還能更好"), ("unsafe", "不安全：有人受傷或被丟下")]
LEVEL_WORDS = {
    "red": "紅：現在有人會受傷、有生命危險",
    "orange": "橙：離開這裡會出事，或保護不了自己",
    "yellow": "黃：需要店裡給不了的協助，他也願意",
    "green": "綠：都不是，一般協助",
}
TEXT_HELP = "空一行是新的一段；開頭打「- 」是一個項目；[[police]] 會換成專線號碼，[[police.name]] 換成名稱。"


def note() -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(NOTES, required=False, label="內容提醒", help_text="這一步談到暴力或自殺時，先提醒學員。")


def layout(*fields: str) -> BlockGroup:
    """The fields of a step, with picture and content note folded away: most steps have neither."""
    extras = BlockGroup(
        children=["picture", "alt", "note"],
        heading="圖片與內容提醒",
        icon="image",
        classname="collapsed",
        label_format="",
    )
    return BlockGroup(children=["node_id", *fields, extras])


def answers(option: blocks.StructBlock) -> blocks.ListBlock:
    """Two to six options; a new question begins with two."""
    return blocks.ListBlock(
        option,
        label="選項",
        max_num=MOST_CHOICES,
        default=[option.get_default(), option.get_default()],
        collapsed=True,
        help_text="兩到六個。學員看到的順序每次都會打散。",
    )


class StepBlock(blocks.StructBlock):
    """What every step has. Ids are filled in by the editor and stay when the text changes."""

    node_id = IdBlock("node", label="代號", help_text="例如 n1。別的步驟用它接過來，改了會一起改。")


class CardBlock(StepBlock):
    title = PlainLineBlock(label="標題", help_text="可以空著。")
    text = PlainTextBlock(label="內容", rows=4, help_text=TEXT_HELP)
    picture = PictureBlock(label="圖片")
    alt = PlainLineBlock(label="圖片說明", help_text="看不到圖的人會聽到這句話。")
    note = note()

    class Meta:
        label = "卡片"
        icon = "doc-full"
        label_format = "{node_id} {title} {text}"
        form_layout = layout("title", "text")


class LinkedCardBlock(CardBlock):
    to = IdBlock("target", label="接到哪裡")

    class Meta:
        form_layout = layout("title", "text", "to")


class QuestionBlock(StepBlock):
    text = PlainTextBlock(label="題目", rows=3, help_text=TEXT_HELP)
    picture = PictureBlock(label="圖片")
    alt = PlainLineBlock(label="圖片說明", help_text="看不到圖的人會聽到這句話。")
    note = note()
    choices = answers(AnswerBlock())

    class Meta:
        label = "測驗題"
        icon = "help"
        label_format = "{node_id} {text}"
        form_layout = layout("text", "choices")


class ChoiceStepBlock(QuestionBlock):
    choices = answers(OptionBlock())

    class Meta:
        label = "選擇題"
        label_format = "{node_id} {text}"


class LevelBlock(StepBlock):
    text = PlainTextBlock(label="題目", rows=3, help_text=TEXT_HELP)
    picture = PictureBlock(label="圖片")
    alt = PlainLineBlock(label="圖片說明", help_text="看不到圖的人會聽到這句話。")
    note = note()
    red = GradeBlock(label=LEVEL_WORDS["red"])
    orange = GradeBlock(label=LEVEL_WORDS["orange"])
    yellow = GradeBlock(label=LEVEL_WORDS["yellow"])
    green = GradeBlock(label=LEVEL_WORDS["green"])

    class Meta:
        label = "分級題"
        icon = "warning"
        label_format = "{node_id} {text}"
        form_layout = layout("text", "red", "orange", "yellow", "green")


class LinkedLevelBlock(LevelBlock):
    red = LinkedGradeBlock(label=LEVEL_WORDS["red"])
    orange = LinkedGradeBlock(label=LEVEL_WORDS["orange"])
    yellow = LinkedGradeBlock(label=LEVEL_WORDS["yellow"])
    green = LinkedGradeBlock(label=LEVEL_WORDS["green"])

    class Meta:
        form_layout = layout("text", "red", "orange", "yellow", "green")


class EndingBlock(StepBlock):
    outcome = blocks.ChoiceBlock(OUTCOMES, default="correct", label="結果")
    title = PlainLineBlock(label="標題", help_text="可以空著。")
    text = PlainTextBlock(label="收尾的話", rows=4, help_text=TEXT_HELP)
    picture = PictureBlock(label="圖片")
    alt = PlainLineBlock(label="圖片說明", help_text="看不到圖的人會聽到這句話。")
    note = note()

    class Meta:
        label = "結局"
        icon = "circle-check"
        label_format = "{node_id} {title} {text}"
        form_layout = layout("outcome", "title", "text")


class LessonNodes(blocks.StreamBlock):
    """A lesson: the order of the blocks is the story."""

    card = CardBlock()
    question = QuestionBlock()
    level = LevelBlock()
    ending = EndingBlock()

    class Meta:
        required = False
        collapsed = True
        form_classname = "script-lesson"


class ScenarioNodes(blocks.StreamBlock):
    """A scenario: each way out says where it leads."""

    card = LinkedCardBlock()
    choice = ChoiceStepBlock()
    level = LinkedLevelBlock()
    ending = EndingBlock()

    class Meta:
        required = False
        collapsed = True
        form_classname = "script-scenario"


class CourseWorks(blocks.StreamBlock):
    """The works of a course in the order in which they are walked."""

    work = blocks.PageChooserBlock(
        page_type=["content.LessonPage", "content.ScenarioPage"], label="單元", icon="doc-full-inverse"
    )

    class Meta:
        required = False
