"""Plans of shifts and lists of leave from machines: what the pages take as a file, as CSV or as JSON."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema, Status

from people.doors import chain_to_plan, stores_for
from people.models import Chain
from people.models.posting import WHO_PLAN
from people.shifts.absences.actions import take_absences
from people.shifts.absences.reading import absences_in
from people.shifts.actions import Planned, take_shifts
from people.shifts.naming import Scope
from people.shifts.reading import shifts_in
from people.shifts.rows import LONGEST_CODE, MOST_LINES, Row, ShiftsError, rows_in, rows_of

router = Router(tags=["plans"])

MOST_STORES = 500

Code = Annotated[str, Field(max_length=LONGEST_CODE, pattern=r"^[^\x00]+$")]


class LineIn(Schema):
    """One line of a plan or list. Times are the shop's, `2026-11-23 22:00`, or say whose they are."""

    store: str = Field(description="the store's code")
    employee_number: str
    start: str = Field(examples=["2026-11-23 22:00", "2026-11-23T14:00:00Z", "2026-11-23"])
    end: str = Field(examples=["2026-11-24 06:00", "06:00", "2026-11-25"])


class ScopeIn(Schema):
    """All three or none of them: days of stores that become what the lines say even where no line names them."""

    store: list[Code] = Field(default=[], max_length=MOST_STORES)
    first: date | None = Field(default=None, alias="from")
    until: date | None = None

    def scope(self) -> Scope | None:
        """Raises ShiftsError where only some of the three are given."""
        if not self.store and self.first is None and self.until is None:
            return None
        if not self.store or self.first is None or self.until is None:
            raise ShiftsError("store、from、until 要一起給，或都不給。")
        return Scope(tuple(dict.fromkeys(self.store)), self.first, self.until)


class TakenOut(Schema):
    """How many stores the call was about, and what became of their shifts or absences."""

    stores: int
    new: int
    removed: int
    same: int


class Refusal(Schema):
    detail: str


Slug = Annotated[str, Path(pattern="^[-a-zA-Z0-9_]{1,32}$")]
Take = Callable[[Chain, Iterable[Row], Scope | None], Planned]

HEAD = "store,employee_number,start,end\n"
ANSWERS = {200: TakenOut, 404: Refusal, 413: Refusal, 415: Refusal, 422: Refusal}


def _described(line: str) -> dict[str, Any]:
    """The body in the OpenAPI document, with one line as an example."""
    cells = dict(zip(HEAD.strip().split(","), line.split(","), strict=True))
    listed = {"type": "array", "maxItems": MOST_LINES, "items": LineIn.model_json_schema(), "example": [cells]}
    csv = {"type": "string", "example": f"{HEAD}{line}\n"}
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": listed}, "text/csv": {"schema": csv}},
        }
    }


@router.put(
    "chains/{slug}/shifts",
    response=ANSWERS,
    summary="Take over a plan of shifts",
    openapi_extra=_described("10231,F0101,2026-11-23 22:00,06:00"),
)
def put_shifts(request: HttpRequest, slug: Slug, scope: Query[ScopeIn]) -> Status[Any]:
    """Each day of each store that the lines name becomes what they say; a shift belongs to the day on which it begins.
    Said twice is said once. All of it is taken or nothing: 422 names the line. For who plans the stores: HR, managers,
    owners; a machine's token acts as its person."""

    def take(chain: Chain, rows: Iterable[Row], within: Scope | None) -> Planned:
        mine = stores_for(request.user, roles=WHO_PLAN)
        return take_shifts(chain=chain, lines=shifts_in(rows), by=request.user, stores=mine, scope=within)

    return _taken(request, slug, scope, take)


@router.put(
    "chains/{slug}/absences",
    response=ANSWERS,
    summary="Take over a list of leave",
    openapi_extra=_described("10231,F0101,2026-11-23,2026-11-25"),
)
def put_absences(request: HttpRequest, slug: Slug, scope: Query[ScopeIn]) -> Status[Any]:
    """Each store's list becomes what the lines say, for the days from the first to the last that they name of it; an
    absence belongs to the day on which it begins. Start and end may be days, the last included; a day with an empty end
    is that day. No reason is taken. All else as for shifts."""

    def take(chain: Chain, rows: Iterable[Row], within: Scope | None) -> Planned:
        mine = stores_for(request.user, roles=WHO_PLAN)
        return take_absences(chain=chain, lines=absences_in(rows), by=request.user, stores=mine, scope=within)

    return _taken(request, slug, scope, take)


def _taken(request: HttpRequest, slug: str, scope: ScopeIn, take: Take) -> Status[Any]:
    chain = chain_to_plan(request.user, slug)
    readers = {"text/csv": rows_of, "application/json": _rows_of_json}
    read = readers.get(request.content_type)
    if read is None:
        return Status(415, {"detail": "Content-Type 要是 text/csv 或 application/json。"})
    try:
        taken = take(chain, read(request.body), scope.scope())
    except ShiftsError as fault:
        return Status(422, {"detail": str(fault)})
    return Status(200, {"stores": taken.stores, "new": taken.new, "removed": taken.removed, "same": taken.same})


def _rows_of_json(data: bytes) -> Iterable[Row]:
    try:
        return rows_in(json.loads(data))
    except (ValueError, RecursionError) as fault:
        raise ShiftsError("這不是正確的 JSON（UTF-8）。") from fault
