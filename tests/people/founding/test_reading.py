"""Rosters: what is read, what is refused and how it is said."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.codes import fits_an_address
from people.founding.reading import LONGEST, RosterError, StoreLine, read_roster

OWN = "region,code,name,address\n北區,10231,榕樹門市,新北市板橋區榕樹街 18 號\n中區,A021,柳川門市,\n"
# Of the form of the open data; the companies and branches are invented.
COLUMNS = (
    "公司統一編號 公司名稱 分公司統一編號 分公司名稱 分公司地址 分公司狀態 分公司核准設立日期 分公司最後核准變更日期"
)
REGISTER = (
    ",".join(f'"{name}"' for name in COLUMNS.split())
    + """
"11111111","拂曉股份有限公司","00000001","榕樹分公司","台北縣板橋市榕樹街18號","01","0990101","       "
"11111111","拂曉股份有限公司","00000002","河堤分公司","臺北市中山區河堤路7號","01","1010101","       "
"11111111","拂曉股份有限公司","00000003","舊街分公司","臺北市中山區舊街1號","02","0880101","1120101"
"22222222","巷口股份有限公司","00000004","柳川分公司","臺中市中區柳川路55號","01","1010101","       "
"""
)


def test_our_own_form():
    assert read_roster(OWN.encode()) == [
        StoreLine(2, "北區", "10231", "榕樹門市", "新北市板橋區榕樹街 18 號"),
        StoreLine(3, "中區", "A021", "柳川門市", ""),
    ]


def test_a_spreadsheet_of_taiwan_with_chinese_headers_and_byte_order_mark():
    text = "店號,店名,區域\n10231,榕樹門市,北區\n"
    assert read_roster(text.encode("utf-8-sig")) == [StoreLine(2, "北區", "10231", "榕樹門市", "")]


def test_the_register_gives_active_branches_with_their_city_under_its_present_name():
    assert [(s.region, s.code, s.name) for s in read_roster(REGISTER.encode("utf-8-sig"))] == [
        ("新北市", "00000001", "榕樹門市"),
        ("臺北市", "00000002", "河堤門市"),
        ("臺中市", "00000004", "柳川門市"),
    ]


def test_only_one_companys_branches():
    assert [s.code for s in read_roster(REGISTER.encode(), company="22222222")] == ["00000004"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "第 1 行看不懂"),
        ("name,code\n榕樹,1\n", "第 1 行看不懂"),
        ("region,code,name,address\n", "沒有任何門市"),
        ("region,code,name\n北區,,榕樹門市\n", "第 2 行缺少 code"),
        ("region,code,name\n北區,1\n", "第 2 行缺少 name"),
        (f"region,code,name\n北區,{'9' * 17},榕樹\n", "第 2 行的 code 超過 16 個字"),
        ("region,code,name\n北區,1,榕樹\n北區,2,河堤\n北區,1,夜市\n", "第 4 行的店號 1 在第 2 行"),
        ('region,code,name\n北區,"1,榕樹\n', "不是正確的 CSV"),
        ("region,code,name\n北區,1,榕\x00樹\n", "控制字元"),
        ("region,code,name\n北區,1/2,榕樹\n", "第 2 行的店號 1/2 不能有斜線"),
        ("region,code,name\n北區,..,榕樹\n", "第 2 行的店號 .. 不能"),
    ],
)
def test_what_cannot_be_taken_is_named_by_line(text, said):
    with pytest.raises(RosterError, match=said):
        read_roster(text.encode())


def test_big5_is_named_for_what_it_is():
    with pytest.raises(RosterError, match="UTF-8"):
        read_roster(OWN.encode("big5"))


def test_a_company_without_branches_is_said():
    with pytest.raises(RosterError, match="沒有任何門市"):
        read_roster(REGISTER.encode(), company="99999999")


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_is_handed_in_is_read_or_refused(data):
    told: object
    try:
        told = read_roster(data)
    except RosterError as refusal:
        told = str(refusal)
    assert told


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=12
)


codes = words.filter(fits_an_address)


@given(st.lists(st.tuples(words, codes, words, words), min_size=1, max_size=8, unique_by=lambda row: row[1]))
def test_what_was_written_is_read_back(rows):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([("region", "code", "name", "address"), *rows])
    assert [(s.region, s.code, s.name, s.address) for s in read_roster(out.getvalue().encode())] == rows
    assert all(len(row[1]) <= LONGEST["code"] for row in rows)
