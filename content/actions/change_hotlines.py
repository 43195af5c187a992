"""Changing the hotlines at the operators' desk: each change is a new edition, and phones follow."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from content.actions.freeze import freeze
from content.hotlines.queries import users_of
from content.hotlines.rules import Entry, Fault, faults_in
from content.loading.files import key_of
from content.models import Edition, Work
from people.actions import keep
from people.models import Person


class WrongHotline(Exception):
    """Nothing was saved; `faults` say why, member by member."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(fault.message for fault in faults))
        self.faults = faults


class StillNamed(Exception):
    """The hotline cannot be retired; `users` name it: titles of works and screens of the house."""

    def __init__(self, users: Sequence[str]) -> None:
        super().__init__("、".join(users))
        self.users = users


class ChangedMeanwhile(Exception):
    """Somebody else has changed the hotlines since `base`; nothing was saved."""


def save_hotline(*, entry: Entry, new: bool, base: str, by: Person, at: datetime | None = None) -> Edition:
    """Put one hotline into the list, or another one in the place of its key, and freeze the new edition.

    `base` is the edition that was looked at. Raises WrongHotline, ChangedMeanwhile, and Withdrawn where that very list
    was taken back before.
    """
    now = at or timezone.now()
    said = {**entry, "desk": timezone.localdate(now).isoformat()}

    def put(entries: list[Entry]) -> list[Entry]:
        keys = [each["key"] for each in entries]
        if new and said["key"] in keys:
            raise WrongHotline([Fault(said["key"], "key", f"代號 {said['key']} 已經有了，請換一個，或去修改那一條。")])
        known = said["key"] in keys
        return [said if each["key"] == said["key"] else each for each in entries] + ([] if known else [said])

    return _change(put, verb="add_hotline" if new else "edit_hotline", key=said["key"], base=base, by=by, now=now)


def retire_hotline(*, key: str, base: str, by: Person, at: datetime | None = None) -> Edition:
    """Retire a hotline that nobody names any more. Raises StillNamed, ChangedMeanwhile."""
    users = users_of(key)
    if users:
        raise StillNamed(users)
    now = at or timezone.now()
    day = timezone.localdate(now).isoformat()
    return _change(
        _marking(key, {"retired": day, "desk": day}), verb="retire_hotline", key=key, base=base, by=by, now=now
    )


def bring_back_hotline(*, key: str, base: str, by: Person, at: datetime | None = None) -> Edition:
    """Let new texts name a retired hotline again. Raises ChangedMeanwhile."""
    now = at or timezone.now()

    def back(entries: list[Entry]) -> list[Entry]:
        marked = _marking(key, {"desk": timezone.localdate(now).isoformat()})(entries)
        return [_without_retirement(each) if each["key"] == key else each for each in marked]

    return _change(back, verb="bring_back_hotline", key=key, base=base, by=by, now=now)


def _marking(key: str, marks: dict[str, str]) -> Callable[[list[Entry]], list[Entry]]:
    return lambda entries: [{**each, **marks} if each["key"] == key else each for each in entries]


def _without_retirement(entry: Entry) -> Entry:
    return {member: value for member, value in entry.items() if member != "retired"}


@transaction.atomic
def _change(
    turn: Callable[[list[Entry]], list[Entry]], *, verb: str, key: str, base: str, by: Person, now: datetime
) -> Edition:
    made, _ = Work.objects.get_or_create(kind=Work.Kind.HOTLINES, defaults={"pk": key_of("hotlines")})
    work = Work.objects.select_for_update(of=("self",)).select_related("current").get(pk=made.pk)
    if (work.current_id or "") != base:
        raise ChangedMeanwhile
    before: list[Entry] = work.current.read()["entries"] if work.current else []
    entries = turn(before)
    faults = [fault for fault in faults_in(entries, timezone.localdate(now)) if fault.key == key]
    if faults:
        raise WrongHotline(faults)
    edition = freeze(work=work, body=body_of(entries), by=by, at=now)
    if edition.pk != base:
        detail = {"key": key, "number": edition.number, "was": _said(before, key), "is": _said(entries, key)}
        keep(verb, work, by=by, at=now, **detail)
    return edition


def _said(entries: list[Entry], key: str) -> dict[str, Any]:
    found = next((entry for entry in entries if entry["key"] == key), {})
    return {member: found.get(member) for member in ("number", "hours", "last_verified", "retired") if member in found}


def body_of(entries: list[Entry]) -> dict[str, Any]:
    """The body of a hotlines' edition."""
    return {"format": 1, "kind": "hotlines", "source": "zh-Hant", "entries": entries, "texts": {}}
