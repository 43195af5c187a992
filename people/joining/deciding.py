"""Deciding about those who scanned the poster: approve or refuse, each with its line of the audit trail."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from people.actions import keep
from people.joining.inviting import invite
from people.joining.queries import entries
from people.joining.reading import StaffLine
from people.joining.rules import ASKING, same_name
from people.joining.starting import give_start_codes
from people.models import JoinReason, JoinRequest, JoinState, Person, Role, StartCode, Store


class AlreadyDecided(Exception):
    """Somebody else decided meanwhile, or the request has waited too long."""


class HasPassword(Exception):
    """The number belongs to an account with a password: approving must not be a way to take it over."""


class OtherName(Exception):
    """The number belongs to somebody whose name is written otherwise; who approves has to say that it is them."""

    def __init__(self, known: str) -> None:
        self.known = known
        super().__init__(known)


class NotTheirs(Exception):
    """The person sees more than the one who would let them in."""


@transaction.atomic
def approve(
    *, asked: JoinRequest, stores: QuerySet[Store], by: Person, same_person: bool = False, at: datetime
) -> Person:
    """Let somebody in: hired where the chain does not know them, posted, and given the way to a password in the
    browser that asked. `stores` are those that `by` may staff (see `doors.stores_to_staff`); `same_person`: `by` has
    said that the name on the roster is theirs.

    Raises AlreadyDecided, HasPassword, OtherName, NotTheirs, and StaffListError as `invite` does.
    """
    waiting = _waiting(asked, at)
    known = Person.objects.filter(chain=waiting.store.chain, employee_number=waiting.employee_number).first()
    _refuse_others_account(waiting, known, same_person=same_person)
    person = _bring_in(waiting, known, stores, by, at)
    waiting.person, waiting.state = person, JoinState.APPROVED
    waiting.code_digest = StartCode.objects.get(person=person).digest
    _decide(waiting, by, at)
    keep("approve_join", waiting, by=by, at=at, person=person.pk)
    return person


@transaction.atomic
def refuse(*, asked: JoinRequest, reason: JoinReason, by: Person, at: datetime) -> None:
    """Say no, with a reason that the person reads. Raises AlreadyDecided."""
    waiting = _waiting(asked, at)
    waiting.state, waiting.reason = JoinState.REFUSED, reason
    _decide(waiting, by, at)
    keep("refuse_join", waiting, by=by, at=at, reason=reason)


def _waiting(asked: JoinRequest, at: datetime) -> JoinRequest:
    locked = JoinRequest.objects.select_for_update(of=("self",)).select_related("store__chain").get(pk=asked.pk)
    if locked.state != JoinState.ASKED or locked.asked_at + ASKING <= at:
        raise AlreadyDecided
    return locked


def _refuse_others_account(asked: JoinRequest, known: Person | None, *, same_person: bool) -> None:
    if known is None:
        return
    if known.has_usable_password():
        raise HasPassword
    if not same_person and not same_name(known.name, asked.name):
        raise OtherName(known.name)


def _bring_in(asked: JoinRequest, known: Person | None, stores: QuerySet[Store], by: Person, at: datetime) -> Person:
    name = known.name if known else asked.name
    line = StaffLine(0, asked.store.code, asked.employee_number, name, Role.CLERK, asked.language)
    here = stores.filter(pk=asked.store_id)
    done = invite(chain=asked.store.chain, stores=here, lines=[line], by=by, at=at)
    if done.slips:
        return done.slips[0].person
    # Who stands here already is let in like somebody who lost their slip: only by who may give them a code.
    (told,) = entries([asked.store], stores, at)
    theirs = [one.person for one in told.people if one.theirs_to_help and one.person == known]
    if not theirs:
        raise NotTheirs
    give_start_codes(persons=theirs, by=by, at=at)
    return theirs[0]


def _decide(asked: JoinRequest, by: Person, at: datetime) -> None:
    asked.decided_by, asked.decided_at = by, at
    asked.save(update_fields=["person", "state", "code_digest", "reason", "decided_by", "decided_at"])
