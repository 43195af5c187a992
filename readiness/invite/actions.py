"""Giving start codes to those who have not come in yet."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from people.joining.inviting import Slip
from people.joining.queries import Colleague, entries
from people.joining.starting import give_start_codes, reset
from people.models import Chain, Person, Store
from readiness.invite.queries import staffable


class NotTheirsToHelp(Exception):
    """The person does not stand in that store, or sees more than the one who would give them a code."""


@transaction.atomic
def invite_again(*, chain: Chain, stores: Collection[Store], by: Person, at: datetime) -> list[Slip]:
    """New start codes for all in these stores who have not come in; older codes of theirs end."""
    waiting = [
        (found.store, one.person) for found in entries(stores, staffable(by, chain, at), at) for one in found.to_invite
    ]
    codes = give_start_codes(persons=[person for _, person in waiting], by=by, at=at)
    return [Slip(store, person, codes[person.pk]) for store, person in waiting if person.pk in codes]


@transaction.atomic
def help_in(*, chain: Chain, store: Store, employee_number: str, by: Person, at: datetime) -> Slip:
    """A new start code for one person of a store; their password and sessions end. Raises NotTheirsToHelp."""
    one = whom_to_help(chain=chain, store=store, employee_number=employee_number, by=by, at=at)
    return Slip(store, one.person, reset(person=one.person, by=by, at=at))


def whom_to_help(*, chain: Chain, store: Store, employee_number: str, by: Person, at: datetime) -> Colleague:
    """The person of a store whom `by` may give a code. Raises NotTheirsToHelp."""
    (found,) = entries([store], staffable(by, chain, at), at)
    for one in found.people:
        if one.person.employee_number == employee_number and one.theirs_to_help:
            return one
    raise NotTheirsToHelp
