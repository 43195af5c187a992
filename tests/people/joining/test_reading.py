"""Lists of people: what is read, what is refused, and how each fault is said."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.joining.reading import LONGEST, MOST_LINES, Fault, StaffLine, StaffListError, checked, read_staff

HEAD = "store,employee_number,name,role,language\n"
MING = StaffLine(2, "10231", "F1", "陳大明", "clerk", "zh-Hant")


def told(text):
    with pytest.raises(StaffListError) as refusal:
        read_staff(text if isinstance(text, bytes) else text.encode())
    return [str(fault) for fault in refusal.value.faults]


def test_our_own_form():
    text = HEAD + "10231,F1,陳大明,clerk,zh-Hant\nA021, F2 ,Nguyễn Thị Lan,manager,en\n"
    assert read_staff(text.encode()) == [MING, StaffLine(3, "A021", "F2", "Nguyễn Thị Lan", "manager", "en")]


def test_a_spreadsheet_of_taiwan_with_chinese_words_byte_order_mark_and_empty_rows():
    text = "姓名,職務,店號,員工編號\r\n陳大明,門市夥伴,10231,F1\r\n,,,\r\n林小華,店長,10231,F2\r\n\r\n"
    assert read_staff(text.encode("utf-8-sig")) == [MING, StaffLine(4, "10231", "F2", "林小華", "manager", "zh-Hant")]


def test_who_is_said_twice_alike_is_there_once():
    text = HEAD + "10231,F1,陳大明,clerk,\n10231,F1,陳大明,clerk,zh-Hant\n"
    assert read_staff(text.encode()) == [MING]


@pytest.mark.parametrize("other", ["10244,F1,陳大明,clerk,", "10231,F1,陳小明,clerk,", "10231,F1,陳大明,manager,"])
def test_a_number_that_is_said_twice_differently_is_a_fault(other):
    assert told(f"{HEAD}10231,F1,陳大明,clerk,\n{other}\n") == [
        "第 3 行：員工編號 F1 和第 2 行一樣，內容卻不同，請改掉其中一行。"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "第 1 行看不懂"),
        ("store,name\n10231,陳大明\n", "第 1 行看不懂"),
        ("store,store,employee_number,name,role\n", "第 1 行看不懂"),
        ("store,employee_number,name,role,salary\n", "第 1 行看不懂"),
        (HEAD, "沒有任何人"),
        (HEAD + ",,,,\n\n", "沒有任何人"),
        (HEAD + ",F1,陳大明,clerk,\n", "第 2 行：缺少店號"),
        (HEAD + "10231,,陳大明,clerk,\n", "第 2 行：缺少員工編號"),
        (HEAD + "10231,F1,,clerk,\n", "第 2 行：缺少姓名"),
        (HEAD + "10231,F1,陳大明\n", "第 2 行：職務「」看不懂"),
        (HEAD + "10231,F1,陳大明,boss,\n", "第 2 行：職務「boss」看不懂"),
        (HEAD + "10231,F1,陳大明,hr,\n", "第 2 行：職務「hr」看不懂"),
        (HEAD + "10231,F1,陳大明,clerk,th\n", "第 2 行：語言「th」看不懂"),
        (HEAD + f"{'9' * 17},F1,陳大明,clerk,\n", "第 2 行：店號超過 16 個字"),
        (HEAD + f"10231,{'9' * 33},陳大明,clerk,\n", "第 2 行：員工編號超過 32 個字"),
        (HEAD + f"10231,F1,{'陳' * 81},clerk,\n", "第 2 行：姓名超過 80 個字"),
        (HEAD + "10231,F/1,陳大明,clerk,\n", "第 2 行：員工編號不能有斜線"),
        (HEAD + "10231,F1,陳大\x00明,clerk,\n", "第 2 行：姓名有看不見的字元"),
        (HEAD + "10231,F1,陳大\u202e明,clerk,\n", "第 2 行：姓名有看不見的字元"),
        (HEAD + '10231,F1,"陳大\n明",clerk,\n', "第 3 行：姓名有看不見的字元"),
        (HEAD + "10231,F1,=HYPERLINK(),clerk,\n", "第 2 行：姓名不能用「=」開頭"),
        (HEAD + "10231,@F1,陳大明,clerk,\n", "第 2 行：員工編號不能用「@」開頭"),
        (HEAD + "10231,F1,＋陳大明,clerk,\n", "第 2 行：姓名不能用「＋」開頭"),
        (HEAD + "10231,F1,陳大明,clerk,,,\n", "第 2 行的格子比第 1 行多"),
        (HEAD + '10231,F1,"陳大明,clerk,\n', "不是正確的 CSV"),
    ],
)
def test_what_cannot_be_taken_is_named_by_line(text, said):
    assert said in told(text)[0]


def test_every_fault_is_told_at_once_in_the_order_of_the_lines():
    text = HEAD + "10231,F1,陳大明,clerk,\n10231,F1,陳小明,clerk,\n,F3,林小華,boss,\n"
    assert [said.split("：")[0] for said in told(text)] == ["第 3 行", "第 4 行", "第 4 行"]


def test_big5_is_named_for_what_it_is():
    assert "UTF-8" in told((HEAD + "10231,F1,陳大明,clerk,\n").encode("big5"))[0]


def test_ten_thousand_lines_are_taken_and_one_more_is_not():
    rows = "".join(f"10231,F{n},陳大明,clerk,\n" for n in range(MOST_LINES))
    assert len(read_staff((HEAD + rows).encode())) == MOST_LINES
    assert told(HEAD + rows + "10231,G1,林小華,clerk,\n") == ["名單超過 10,000 行，請分成幾個檔案。"]


def test_typed_lines_are_judged_like_read_ones():
    with pytest.raises(StaffListError) as refusal:
        checked([(1, {"store": "10231", "employee_number": "F1", "name": "陳大明", "role": "boss"})])
    assert refusal.value.faults == (Fault(1, "職務「boss」看不懂，請寫 clerk 或 manager（門市夥伴、店長）。"),)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: (HEAD + text).encode("utf-8", "replace")))
def test_whatever_is_handed_in_is_read_or_refused(data):
    said: object
    try:
        said = read_staff(data)
    except StaffListError as refusal:
        said = refusal.faults
    assert said


words = st.text(st.characters(categories=("L", "N"), codec="utf-8"), min_size=1, max_size=16)


@given(st.lists(st.tuples(words, words, words), min_size=1, max_size=8, unique_by=lambda row: row[1]))
def test_what_was_written_is_read_back(rows):
    out = io.StringIO()
    csv.writer(out).writerows([HEAD.strip().split(","), *((*row, "clerk", "en") for row in rows)])
    read = read_staff(out.getvalue().encode("utf-8-sig"))
    assert [(one.store, one.employee_number, one.name, one.role, one.language) for one in read] == [
        (*row, "clerk", "en") for row in rows
    ]
    assert all(len(row[0]) <= LONGEST["store"] for row in rows)
