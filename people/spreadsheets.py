"""Opening what chains keep in spreadsheets: rosters, shift plans, lists of people. Plain Python."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def opened(data: bytes, refusal: Callable[[str], Exception]) -> Iterator["csv.DictReader[str]"]:
    """The rows of a CSV file in UTF-8, with or without a byte-order mark, read strictly while the block lasts.

    Raises what `refusal` makes of the words where the file is neither, at once or at the row that cannot be read.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise refusal("檔案不是 UTF-8 編碼，請另存成「CSV UTF-8」再試一次。") from fault
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        yield reader
    except csv.Error as fault:
        # The reader's own count: DictReader's still stands at the row before.
        raise refusal(f"第 {reader.reader.line_num} 行不是正確的 CSV（{fault}），請檢查引號。") from fault
