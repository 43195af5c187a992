"""Alerting: what goes outside for alerts, at once or the second time. In the app their own row is there already."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from outbox.actions import owe_each
from outbox.registry import Owing, OwingEach
from people.notices.actions import stamp
from people.notices.alerts import Round
from people.notices.rules import goes_at
from people.notices.ways import ways_to

ALERT = "people.alert.deliver"
AGAIN = "again"
"""Instead of a time: what rings for the second time."""


@transaction.atomic
def alert_all(told: Round, *, at: datetime | None = None) -> int:
    """Owe a message for each way on which these persons may be alerted, at a cost that hardly grows with them; how many
    are new. What was owed before is left as it is."""
    now = at or timezone.now()
    return sum(
        owe_each(OwingEach(ALERT, f"{told.source}:*:{stamp(due_at)}", ways, due_at))
        for ways, due_at in going(told, now)
    )


@transaction.atomic
def alert_again(told: Round, *, at: datetime | None = None) -> int:
    """Let alerts that nobody has answered ring a second time, with the people who may be rung at once; how many
    messages are owed. Asked twice is rung once."""
    now = at or timezone.now()
    return sum(
        owe_each(OwingEach(ALERT, f"{told.source}:*:{AGAIN}", ways, now))
        for ways, due_at in going(told, now)
        if due_at == now
    )


def alerting(source: str, way: str, due_at: datetime) -> list[Owing]:
    """The owing of one message, `way` being `word:reach`."""
    return [Owing(ALERT, f"{source}:{way}:{stamp(due_at)}", due_at)]


def going(told: Round, at: datetime) -> Iterator[tuple[str, datetime]]:
    """Ways of these persons, `word:reach` with commas between, and the first moment at which a message may go there;
    one query. Left out are those on which none ever may, or not before it is over."""
    for ways in ways_to(persons=told.persons, words=told.words, at=at):
        due_at = goes_at(
            at, kind=told.kind, channel=ways.channel, choice=ways.choice, until=told.until, working=ways.working
        )
        if due_at:
            yield ways.words, due_at
