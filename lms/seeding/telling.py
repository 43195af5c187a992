"""What those whom one signs in as were told lately, so that bell and inbox say something from the first minute."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from attempts.actions import Word, answer_flags, tell_flag
from attempts.models import Attempt, Flag
from certificates.models import Credential
from courses.models import Enrolment
from lms.seeding.plans import told
from people.joining.asking import Scanner, knock
from people.models import Person, Posting, Role
from people.notices.actions import KEPT, notify, read
from people.notices.telling import tellers

REPORTED, REPLIED, ASKED = timedelta(days=9), timedelta(days=4), timedelta(minutes=40)
READ_AFTER = timedelta(days=6)


def tell(now: datetime) -> int:
    """Let a report of the manager's be answered, somebody ask to join, and what happened since the inbox reaches back
    be told when it happened; how many notices that were. What is owed for the asking is told by the outbox."""
    persons = {name: _person(name) for name in told()["sign_ins"]}
    _report(persons["manager"], persons["trainer"], now)
    _ask(persons["manager"], now)
    return sum(_told(person, now) for person in persons.values())


def _person(name: str) -> Person:
    entry = told()["sign_ins"][name]
    programme = entry["scope"] == "programme"
    return Person.objects.get(
        employee_number=entry["number"], chain__slug=None if programme else told()["chains"][0]["slug"]
    )


def _report(manager: Person, trainer: Person, now: datetime) -> None:
    """The manager looked something up again, found it unclear, and the trainer mended it."""
    said = told("sayings")["reported"]
    ended = Attempt.objects.filter(person=manager, purpose__startswith="enrolment:", ended_at__lt=now - REPORTED)
    attempt = ended.select_related("edition__work").order_by("-ended_at").first()
    if attempt is None:
        return
    word = Word(uuid.uuid5(attempt.pk, said["text"]), attempt.pk, manager.language, now - REPORTED)
    node = attempt.steps.order_by("seq").values_list("node", flat=True)[0]
    tell_flag(word=word, person=manager, node=node, about=said["about"], text=said["text"], at=now - REPORTED)
    work, state = attempt.edition.work, Flag.State(said["state"])
    answer_flags(work=work, flags=[word.id], state=state, reply=said["reply"], by=trainer, at=now - REPLIED)


def _ask(manager: Person, now: datetime) -> None:
    """Somebody new has scanned the poster of the manager's store."""
    store = Posting.objects.alive(now).select_related("store").get(person=manager, role=Role.MANAGER).store
    assert store is not None  # noqa: S101 - a manager's scope is a store
    who = told("sayings")["asking"]
    knock(store=store, who=Scanner(who["number"], who["name"], who["language"]), at=now - ASKED)


def _told(person: Person, now: datetime) -> int:
    count = 0
    for name, subject, at in sorted(_facts(person, now - KEPT), key=lambda fact: fact[2]):
        mine = [one for one in tellers[name](subject) if one.person_id == person.pk]
        count += notify(mine, at=at)
    old = person.notices.filter(created_at__lt=now - READ_AFTER)
    read(person=person, notices=list(old.values_list("pk", flat=True)), at=now - READ_AFTER)
    return count


def _facts(person: Person, since: datetime) -> Iterator[tuple[str, str, datetime]]:
    """What happened to a person: the name of the fact, its subject, when."""
    for enrolment in Enrolment.objects.filter(person=person, enrolled_at__gt=since):
        yield "enrolled", str(enrolment.pk), enrolment.enrolled_at
    for credential in Credential.objects.filter(person=person, issued_at__gt=since):
        yield "certified", str(credential.pk), credential.issued_at
    answered = Flag.objects.answered_for(person, since)
    for work, at in answered.values_list("attempt__edition__work_id", "answered_at"):
        if at is not None:  # narrows the type
            yield "flags", f"{work}:{at.isoformat()}", at
