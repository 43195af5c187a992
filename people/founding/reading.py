"""Rosters of stores, as chains and the government's open data hold them: read strictly, faults named by line.

Plain Python. Two forms are known by their header line:
- ours: `region,code,name,address` (區域、店號、店名、地址), one store a line;
- the register of branches in Taiwan's open data (全國5大超商資料集, data set 32086): the branch's tax number is its
  code, the address' city its region; branches that are not active, or another company's, are left out.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from people.codes import fits_an_address
from people.spreadsheets import opened

ACTIVE = "01"
# Counties that became special municipalities in 2010 and 2014; some addresses were never written anew.
RENAMED = {"臺北縣": "新北市", "桃園縣": "桃園市", "臺中縣": "臺中市", "臺南縣": "臺南市", "高雄縣": "高雄市"}
CITY_LENGTH = 3
LONGEST = {"region": 80, "code": 16, "name": 80, "address": 200}
OWN_COLUMNS = {
    "region": "region",
    "code": "code",
    "name": "name",
    "address": "address",
    "區域": "region",
    "店號": "code",
    "店名": "name",
    "地址": "address",
}
Read = Callable[[Mapping[str, str | None]], dict[str, str] | None]
REGISTER_COLUMNS = {"公司統一編號", "分公司統一編號", "分公司名稱", "分公司地址", "分公司狀態"}


class RosterError(Exception):
    """The file cannot be taken as it is. The text names the line and says what to do."""


@dataclass(frozen=True)
class StoreLine:
    """One store of a roster; `line` counts from 1, the header included."""

    line: int
    region: str
    code: str
    name: str
    address: str


@dataclass(frozen=True)
class Survey:
    """A roster looked through: its stores, and what is wrong with it, fault by fault. With faults it is not taken."""

    lines: list[StoreLine]
    faults: list[str]


def read_roster(data: bytes, company: str = "") -> list[StoreLine]:
    """The stores of a CSV file in UTF-8, with or without a byte-order mark. Raises RosterError with the first fault.

    `company` is the tax number whose branches are taken from the register; empty takes all. Our own form ignores it.
    """
    survey = survey_roster(data, company)
    if survey.faults:
        raise RosterError(survey.faults[0])
    return survey.lines


def survey_roster(data: bytes, company: str = "") -> Survey:
    """The same file with all its faults rather than the first."""
    lines: list[StoreLine] = []
    faults: list[str] = []
    try:
        for number, found in _rows(data, company):
            fault = _fault_in(number, found)
            if fault:
                faults.append(fault)
            else:
                address = found.get("address", "")
                lines.append(StoreLine(number, found["region"], found["code"], found["name"], address))
    except RosterError as fault:
        faults.append(str(fault))
    if not lines and not faults:
        faults.append("檔案裡沒有任何門市，請確認選對檔案。")
    return Survey(lines, [*faults, *_doubles(lines)])


def _rows(data: bytes, company: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and fields of each row that is meant. Raises RosterError where the file cannot be read on."""
    with opened(data, RosterError) as reader:
        read = _way_to_read(reader, company)
        for row in reader:
            found = read(row)
            if found is not None:
                yield reader.line_num, found


def _way_to_read(reader: "csv.DictReader[str]", company: str) -> Read:
    header = [name.strip() for name in reader.fieldnames or []]
    reader.fieldnames = header
    if set(header) >= REGISTER_COLUMNS:
        return partial(_register, company=company)
    if {OWN_COLUMNS[name] for name in header if name in OWN_COLUMNS} >= {"region", "code", "name"}:
        return _own
    raise RosterError("第 1 行看不懂：需要 region,code,name,address 四個欄位（或 區域,店號,店名,地址）。")


def _own(row: Mapping[str, str | None]) -> dict[str, str]:
    return {OWN_COLUMNS[name]: (value or "").strip() for name, value in row.items() if name in OWN_COLUMNS}


def _register(row: Mapping[str, str | None], company: str) -> dict[str, str] | None:
    value = {name: (text or "").strip() for name, text in row.items() if name in REGISTER_COLUMNS}
    if value["分公司狀態"] != ACTIVE or company not in ("", value["公司統一編號"]):
        return None
    address = value["分公司地址"].replace("台", "臺")
    name = value["分公司名稱"].removesuffix("分公司").removesuffix("門市") + "門市"
    city = RENAMED.get(address[:CITY_LENGTH], address[:CITY_LENGTH])
    return {"region": city, "code": value["分公司統一編號"], "name": name, "address": address}


def _fault_in(line: int, found: Mapping[str, str]) -> str | None:
    for name in ("region", "code", "name"):
        if not found.get(name):
            return f"第 {line} 行缺少 {name}，請補上，或刪掉這一行。"
    for name, most in LONGEST.items():
        if len(found.get(name, "")) > most:
            return f"第 {line} 行的 {name} 超過 {most} 個字，請縮短。"
    if not fits_an_address(found["code"]):
        return f"第 {line} 行的店號 {found['code']} 不能有斜線，也不能只有點，請換一個。"
    if any("\x00" in value for value in found.values()):
        return f"第 {line} 行有看不見的控制字元，請重新輸入這一行。"
    return None


def _doubles(lines: list[StoreLine]) -> Iterator[str]:
    first: dict[str, int] = {}
    for line in lines:
        if line.code in first:
            yield f"第 {line.line} 行的店號 {line.code} 在第 {first[line.code]} 行已經用過，請改掉其中一個。"
        first.setdefault(line.code, line.line)
