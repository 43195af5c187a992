import pytest

from people.spreadsheets import opened


def rows(data):
    with opened(data, LookupError) as reader:
        return list(reader)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_read_with_or_without_a_mark_whatever_ends_a_line(mark, end):
    assert rows(mark + f"店號,店名{end}1,榕樹{end}".encode()) == [{"店號": "1", "店名": "榕樹"}]


def test_what_is_no_utf_8_is_refused_in_the_readers_own_words():
    with pytest.raises(LookupError, match=r"^檔案不是 UTF-8 編碼，請另存成「CSV UTF-8」再試一次。$"):
        rows("店號".encode("big5"))


def test_a_row_that_cannot_be_read_is_named():
    with pytest.raises(LookupError, match=r"^第 3 行不是正確的 CSV（.+），請檢查引號。$"):
        rows(b'code\n1\n"2" x\n')
