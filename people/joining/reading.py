"""Lists of the people of stores, as chains keep them in a spreadsheet: read strictly, every fault named by line.

Plain Python. One person a line under the header `store,employee_number,name,role,language` (店號、員工編號、姓名、
職務、語言); the language may be left out and is then Chinese.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from people.languages.rules import TAGS
from people.spreadsheets import opened

MOST_LINES = 10_000
LONGEST = {"store": 16, "employee_number": 32, "name": 80}
COLUMNS = {
    "store": "store",
    "employee_number": "employee_number",
    "name": "name",
    "role": "role",
    "language": "language",
    "店號": "store",
    "員工編號": "employee_number",
    "姓名": "name",
    "職務": "role",
    "語言": "language",
}
WORDS = {"store": "店號", "employee_number": "員工編號", "name": "姓名", "role": "職務", "language": "語言"}
ROLES = {"clerk": "clerk", "manager": "manager", "門市夥伴": "clerk", "店員": "clerk", "店長": "manager"}
LANGUAGES = {"": "zh-Hant", **TAGS, "中文": "zh-Hant", "繁體中文": "zh-Hant"}
LANGUAGES |= {"英文": "en", "越南文": "vi", "越文": "vi", "印尼文": "id"}
# What a spreadsheet would take for a formula, and what nobody sees.
ACTING = tuple("=+-@＝＋－＠")
UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line, in words that say what to do; line 0 is the file as a whole."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"第 {self.line} 行：{self.text}" if self.line else self.text


class StaffListError(Exception):
    """The list cannot be taken as it is; `faults` in the order of their lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True)
class StaffLine:
    """One person of a list; `line` counts from 1, the header included. `role` is clerk or manager."""

    line: int
    store: str
    employee_number: str
    name: str
    role: str
    language: str


def read_staff(data: bytes) -> list[StaffLine]:
    """The people of a CSV file in UTF-8, with or without a byte-order mark. Raises StaffListError with all faults."""
    with opened(data, _refusal) as reader:
        return checked(_rows(reader))


def checked(rows: Iterable[tuple[int, Cells]]) -> list[StaffLine]:
    """The people of numbered lines, typed or read; who is said twice alike is there once. Raises StaffListError."""
    lines: list[StaffLine] = []
    faults: list[Fault] = []
    for number, cells in rows:
        wrong = [Fault(number, text) for text in _faults(cells)]
        faults += wrong
        if not wrong:
            lines.append(_line(number, cells))
    once, doubled = _once(lines)
    if faults or doubled:
        raise StaffListError(sorted([*faults, *doubled], key=lambda fault: fault.line))
    if not once:
        raise _refusal("名單裡沒有任何人，請確認選對檔案，或至少填一位。")
    return once


def _rows(reader: "csv.DictReader[str]") -> Iterator[tuple[int, Cells]]:
    names = [COLUMNS.get(name.strip(), "") for name in reader.fieldnames or []]
    wanted = set(COLUMNS.values())
    if len(set(names)) != len(names) or not wanted - {"language"} <= set(names) <= wanted:
        raise _refusal(
            "第 1 行看不懂：需要 store,employee_number,name,role,language 五個欄位（或 店號,員工編號,姓名,職務,語言）。"
        )
    reader.fieldnames = names
    for count, row in enumerate(reader, 1):
        if count > MOST_LINES:
            raise _refusal(f"名單超過 {MOST_LINES:,} 行，請分成幾個檔案。")
        if cells := _cells(reader.line_num, row):
            yield reader.line_num, cells


def _cells(line: int, row: Mapping[str | None, str | list[str] | None]) -> dict[str, str]:
    """The cells of a row; none where a spreadsheet left an empty row behind."""
    if None in row:
        raise _refusal(f"第 {line} 行的格子比第 1 行多，請檢查逗號。")
    cells = {str(name): (text or "").strip() for name, text in row.items() if not isinstance(text, list)}
    return cells if any(cells.values()) else {}


def _faults(cells: Cells) -> Iterator[str]:
    for name, word in WORDS.items():
        text = cells.get(name, "")
        if UNSEEN.search(text):
            yield f"{word}有看不見的字元，請重新輸入這一格。"
        elif text.startswith(ACTING):
            yield f"{word}不能用「{text[0]}」開頭，請刪掉這個符號。"
    yield from _wanted(cells)
    if cells.get("role", "").casefold() not in ROLES:
        yield f"職務「{cells.get('role', '')[:20]}」看不懂，請寫 clerk 或 manager（門市夥伴、店長）。"
    if cells.get("language", "").casefold() not in LANGUAGES:
        yield f"語言「{cells['language'][:20]}」看不懂，請寫 zh-Hant、en、vi 或 id（中文、英文、越南文、印尼文）。"


def _wanted(cells: Cells) -> Iterator[str]:
    for name, most in LONGEST.items():
        text = cells.get(name, "")
        if not text:
            yield f"缺少{WORDS[name]}，請補上，或刪掉這一行。"
        elif len(text) > most:
            yield f"{WORDS[name]}超過 {most} 個字，請縮短。"
    if "/" in cells.get("employee_number", ""):
        yield "員工編號不能有斜線，請改掉。"


def _line(number: int, cells: Cells) -> StaffLine:
    role, language = ROLES[cells["role"].casefold()], LANGUAGES[cells.get("language", "").casefold()]
    return StaffLine(number, cells["store"], cells["employee_number"], cells["name"], role, language)


def _once(lines: Iterable[StaffLine]) -> tuple[list[StaffLine], list[Fault]]:
    first: dict[str, StaffLine] = {}
    faults = []
    for line in lines:
        known = first.setdefault(line.employee_number, line)
        if (known.store, known.name, known.role) != (line.store, line.name, line.role):
            text = f"員工編號 {line.employee_number} 和第 {known.line} 行一樣，內容卻不同，請改掉其中一行。"
            faults.append(Fault(line.line, text))
    return list(first.values()), faults


def _refusal(text: str) -> StaffListError:
    return StaffListError([Fault(0, text)])
