"""Who stands on which shop floor, and how ready: one stream for the board, the lists and the exports.

Stores, their people and where each stands in each course come in one statement through a server-side cursor, ordered
by store, so that a chain of any size is read in flat memory and never between two states of the database.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject, TruncDate
from django.utils import timezone

from attempts.models import Attempt
from certificates.models import Credential
from courses.models import Assignment, Enrolment
from drills.models import Call
from people.models import Chain, Role, Store
from people.models.posting import ON_THE_FLOOR, alive_at
from readiness.rules import ClerkState, Readiness, Standing, Tally, clerk_readiness, tally

CHUNK = 500


@dataclass(frozen=True, slots=True)
class LastDrill:
    """What somebody's last drill came to: one of `DRILLED`, on a day of the shop's calendar."""

    result: str
    on: date


DRILLED = (Call.Result.PASSED, Call.Result.FAILED, Call.Result.MISSED)
"""Who was excused, or had something real to do, was not drilled."""


@dataclass(frozen=True, slots=True)
class Clerk:
    """One person on one store's floor. `role` is a value of `people.Role`; `drill` is None where there was none yet."""

    person_id: int
    name: str
    employee_number: str
    role: str
    readiness: Readiness
    drill: LastDrill | None = None

    @property
    def job(self) -> str:
        """The role in words."""
        return str(Role(self.role).label)

    @property
    def state(self) -> ClerkState:
        return self.readiness.state

    @property
    def reason(self) -> str:
        return self.readiness.reason

    @property
    def valid_until(self) -> date | None:
        return self.readiness.valid_until

    @property
    def due_on(self) -> date | None:
        return self.readiness.due_on

    @property
    def acts_by(self) -> date | None:
        """By when this person has to do something: renew, or finish what is missing. None where nothing is dated."""
        return self.readiness.due_on or self.readiness.valid_until


@dataclass(frozen=True, slots=True)
class Floor:
    """One store with everybody who stands in it, by employee number."""

    code: str
    name: str
    region_code: str
    region: str
    clerks: tuple[Clerk, ...]

    @property
    def tally(self) -> Tally:
        return tally(clerk.state for clerk in self.clerks)


class _Row(NamedTuple):
    store_id: int
    code: str
    store: str
    region_code: str
    region: str
    person_id: int  # 0 in the one row of a store without people
    name: str
    employee_number: str
    role: str
    active: bool
    enrolments: list[dict[str, Any]]
    certificates: list[dict[str, Any]]
    drills: list[dict[str, Any]]


def floors(stores: QuerySet[Store], chain: Chain, at: datetime) -> Iterator[Floor]:
    """These stores of one chain by code, those without people too; two queries, whatever their number."""
    asked = _asked(chain, at)
    today = timezone.localtime(at).date()
    rows = (_Row(*row) for row in _rows(stores.filter(chain=chain), at).iterator(CHUNK))
    for _, found in groupby(rows, key=lambda row: row.store_id):
        people = list(found)
        first = people[0]
        clerks = tuple(_clerk(row, asked, today) for row in _once(people))
        yield Floor(first.code, first.store, first.region_code, first.region, clerks)


def _once(rows: Iterable[_Row]) -> Iterator[_Row]:
    """Everybody active once, as manager where they are that too: a person with two jobs at one store is one person."""
    for person_id, jobs in groupby(rows, key=lambda row: row.person_id):
        first = next(jobs)
        if person_id and first.active:
            yield first


def _clerk(row: _Row, asked: Collection[str], today: date) -> Clerk:
    found = {e["course"]: Standing(None, date.fromisoformat(e["due"]), e["begun"]) for e in row.enrolments}
    for c in row.certificates:
        renewal = found.get(c["course"], Standing(None))
        found[c["course"]] = replace(renewal, valid_until=date.fromisoformat(c["until"]))
    readiness = clerk_readiness([found.get(course, Standing(None)) for course in asked], today)
    drill = next((LastDrill(d["result"], date.fromisoformat(d["on"])) for d in row.drills), None)
    return Clerk(row.person_id, row.name, row.employee_number, row.role, readiness, drill)


def _asked(chain: Chain, at: datetime) -> list[str]:
    """The courses that the chain asks for, as they stand in JSON."""
    alive = Assignment.objects.filter(chain=chain, ended_at=None, assigned_at__lte=at)
    return [str(course) for course in alive.values_list("course_id", flat=True)]


def _rows(stores: QuerySet[Store], at: datetime) -> QuerySet[Any, tuple[Any, ...]]:
    # The conditions stand in the join itself: as a subquery, a planner without fresh statistics ran it once per row.
    posted = alive_at(at, "postings__") & Q(postings__role__in=ON_THE_FLOOR)
    return (
        stores.annotate(floor=FilteredRelation("postings", condition=posted))
        .annotate(enrolments=_open_enrolments(), certificates=_live_certificates(at), drills=_last_drill(at))
        .order_by("code", "floor__person__employee_number", "floor__person_id", "-floor__role")
        .values_list(
            "pk", "code", "name", "region__code", "region__name",
            Coalesce("floor__person_id", 0), "floor__person__name", "floor__person__employee_number", "floor__role",
            Coalesce("floor__person__is_active", Value(value=False)), "enrolments", "certificates", "drills",
        )
    )  # fmt: skip


def _open_enrolments() -> ArraySubquery:
    purpose = Concat(Value("enrolment:"), Cast(OuterRef("pk"), CharField()))
    begun = Exists(Attempt.objects.filter(purpose=purpose))
    mine = Enrolment.objects.open().filter(person=OuterRef("floor__person_id")).order_by()
    return ArraySubquery(mine.values(told=JSONObject(course="course_id", due=TruncDate("due_at"), begun=begun)))


def _live_certificates(at: datetime) -> ArraySubquery:
    mine = Credential.objects.live().filter(person=OuterRef("floor__person_id"), issued_at__lte=at).order_by()
    return ArraySubquery(mine.values(told=JSONObject(course="course_id", until="valid_until")))


def _last_drill(at: datetime) -> ArraySubquery:
    mine = Call.objects.filter(person=OuterRef("floor__person_id"), result__in=DRILLED, due_at__lte=at)
    # In the order of its index; the day is the one that a person's page says.
    return ArraySubquery(mine.order_by("-due_at").values(told=JSONObject(result="result", on=TruncDate("sent_at")))[:1])
