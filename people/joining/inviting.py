"""Bringing people into stores: what a list comes to, and the writes for it, set-based for thousands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from outbox import facts
from people.actions import keep, keep_each
from people.joining.reading import Fault, StaffLine, StaffListError
from people.joining.starting import give_start_codes
from people.models import Chain, Person, Posting, Role, Store

BATCH = 2000


@dataclass(frozen=True)
class Newcomer:
    """Somebody of a list; `person` is there where the chain knows them, `stands` where they are posted so already."""

    line: StaffLine
    store: Store
    person: Person | None = None
    stands: bool = False


@dataclass(frozen=True)
class Plan:
    """What a list comes to, in the order of its lines."""

    people: tuple[Newcomer, ...]

    @property
    def coming(self) -> list[Newcomer]:
        """Those who are to be posted."""
        return [one for one in self.people if not one.stands]

    @property
    def new(self) -> list[Newcomer]:
        """Those of them whom the chain did not know."""
        return [one for one in self.coming if one.person is None]

    @property
    def back(self) -> list[Newcomer]:
        """Those of them who worked for the chain before."""
        return [one for one in self.coming if one.person is not None]

    @property
    def same(self) -> list[Newcomer]:
        """Those who stand where the list says."""
        return [one for one in self.people if one.stands]

    @property
    def stores(self) -> list[tuple[Store, list[Newcomer]]]:
        """Those who are to be posted by store, in the order of the stores' codes."""
        found: dict[str, list[Newcomer]] = {}
        for one in sorted(self.coming, key=lambda one: one.store.code):
            found.setdefault(one.store.code, []).append(one)
        return [(people[0].store, people) for people in found.values()]


@dataclass(frozen=True)
class Slip:
    """What one person is handed: the store, who it is for, and the code, which is kept nowhere."""

    store: Store
    person: Person
    code: str


@dataclass(frozen=True)
class Invited:
    """What bringing people in came to, in persons; `slips` for those of them who have no password yet."""

    new: int
    back: int
    same: int
    slips: tuple[Slip, ...]


def plan(*, chain: Chain, stores: QuerySet[Store], lines: Sequence[StaffLine], at: datetime) -> Plan:
    """Hold a list against the chain, in three queries. Raises StaffListError with every fault.

    `stores` are those that may be staffed, each with `by_hr` (see `doors.stores_to_staff`).
    """
    told = stores.filter(chain=chain, code__in={line.store for line in lines}).select_related("region")
    there = {store.code: store for store in told}
    known = {one.employee_number: one for one in chain.persons.filter(employee_number__in=_numbers(lines))}
    jobs = _jobs(known.values(), at)
    people, faults = [], []
    for line in lines:
        store, person = there.get(line.store), known.get(line.employee_number)
        held = jobs.get(person.pk, []) if person else []
        fault = _store_fault(line, store, at) or (person and _person_fault(line, person, held))
        if fault:
            faults.append(Fault(line.line, fault))
        elif store:
            people.append(Newcomer(line, store, person, stands=bool(held)))
    if faults:
        raise StaffListError(faults)
    return Plan(tuple(people))


@transaction.atomic
def invite(
    *,
    chain: Chain,
    stores: QuerySet[Store],
    lines: Sequence[StaffLine],
    by: Person | None,
    at: datetime | None = None,
) -> Invited:
    """Bring the people of a list into their stores and give each a start code: all of it or nothing; said twice is
    said once. Who has a password keeps it. Raises StaffListError as `plan` does; about twenty statements.
    """
    now = at or timezone.now()
    # One list at a time: two that name the same new number would both take it for free.
    Chain.objects.select_for_update(no_key=True).get(pk=chain.pk)
    told = plan(chain=chain, stores=stores, lines=lines, at=now)
    persons = {one.employee_number: one for one in _hire(chain, told.new, by, now)}
    persons |= {one.line.employee_number: one.person for one in told.back if one.person}
    places = [(one, persons[one.line.employee_number]) for one in told.coming]
    _post(places, by, now)
    codes = give_start_codes(persons=[person for _, person in places], by=by, at=now)
    slips = tuple(Slip(one.store, person, codes[person.pk]) for one, person in places if person.pk in codes)
    keep("take_people", chain, by=by, at=now, new=len(told.new), back=len(told.back), same=len(told.same))
    return Invited(len(told.new), len(told.back), len(told.same), slips)


def _numbers(lines: Sequence[StaffLine]) -> set[str]:
    return {line.employee_number for line in lines}


def _jobs(persons: Iterable[Person], at: datetime) -> dict[int, list[Posting]]:
    """What these persons do now, or are to do. Not on shop floors only: who is to be HR from tomorrow has no password
    yet, and a store manager's list must not be a way to their start code."""
    not_over = Posting.objects.filter(Q(until=None) | Q(until__gt=at), person__in=[one.pk for one in persons])
    found: dict[int, list[Posting]] = {}
    for posting in not_over.select_related("store", "region", "chain").order_by("pk"):
        found.setdefault(posting.person_id, []).append(posting)
    return found


def _store_fault(line: StaffLine, store: Store | None, at: datetime) -> str:
    if store is None:
        return f"找不到店號 {line.store}，或不在你選的門市裡，請確認店號。"
    if store.closed_on is not None and store.closed_on <= timezone.localdate(at):
        return f"{store.name}已經歇業，請改成還開著的門市。"
    if line.role == Role.MANAGER and not store.by_hr:  # type: ignore[attr-defined]  # annotated by the door
        return "店長由總部人資邀請，你可以邀請門市夥伴。"
    return ""


def _person_fault(line: StaffLine, person: Person, held: Sequence[Posting]) -> str:
    if person.name != line.name:
        return f"員工編號 {line.employee_number} 在公司裡是另一個名字，請確認編號和姓名。"
    if not person.is_active:
        return f"{person.name}的帳號已經停用，請總部人資先恢復。"
    if not held or any(one.role == line.role and one.store and one.store.code == line.store for one in held):
        return ""
    now = held[0]
    where = now.store or now.region or now.chain or "平台"
    return f"{person.name}現在是{where}的{now.get_role_display()}，請總部人資先結束那份職務，再邀請一次。"


def _hire(chain: Chain, newcomers: Sequence[Newcomer], by: Person | None, at: datetime) -> list[Person]:
    lines = [one.line for one in newcomers]
    persons = Person.objects.bulk_create([_person(chain, line, at) for line in lines], batch_size=BATCH)
    keep_each("hire", persons, by=by, at=at)
    return persons


def _person(chain: Chain, line: StaffLine, at: datetime) -> Person:
    told = {"employee_number": line.employee_number, "name": line.name, "language": line.language}
    return Person(chain=chain, joined_at=at, password=make_password(None), **told)


def _post(places: Sequence[tuple[Newcomer, Person]], by: Person | None, at: datetime) -> None:
    rows = [Posting(person=person, role=one.line.role, store=one.store, since=at) for one, person in places]
    postings = Posting.objects.bulk_create(rows, batch_size=BATCH)
    keep_each("post", postings, by=by, at=at)
    facts.send_each("posted", [{"posting": posting} for posting in postings])
