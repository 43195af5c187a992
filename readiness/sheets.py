"""Lists as CSV that open well in a spreadsheet and do nothing there: UTF-8 with its mark, no cell is a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

MARK = "\ufeff"
ACTING = tuple("=+-@＝＋－＠\t\r\n")
TOGETHER = 200


def inert(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet might take it for a formula, leading blanks aside."""
    acts = cell.startswith(ACTING) or cell.lstrip(" \u3000\u00a0\ufeff").startswith(ACTING)
    return f"'{cell}" if acts else cell


def sent(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> StreamingHttpResponse:
    """The file of this name on its way out."""
    told = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return StreamingHttpResponse(csv_chunks(head, rows), content_type="text/csv; charset=utf-8", headers=told)


def csv_chunks(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The whole file, some hundred rows at a time; `rows` is read as it is sent."""
    lines = iter(rows)
    yield (MARK + _text([head])).encode()
    while together := list(islice(lines, TOGETHER)):
        yield _text(together).encode()


def _text(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([inert(cell) for cell in row] for row in rows)
    return out.getvalue()
