"""The ways on which somebody may be told something outside the app, and what they have chosen about them."""

from collections.abc import Collection
from datetime import datetime, time
from typing import Any, NamedTuple

from people.notices.rules import Choice, Quiet
from people.shifts import fragments
from people.statements import rows


class Way(NamedTuple):
    """A notice and one way to its person."""

    notice: int
    person_id: int
    kind: str
    expires_at: datetime | None
    reach: int
    channel: str
    choice: Choice


class Ways(NamedTuple):
    """Many words of one kind that is for now, each with one way to its person, `word:reach` with commas between; all
    else is the same for them. `working`: they stand in a store, so that quiet hours are none for them."""

    words: str
    channel: str
    choice: Choice
    working: bool


CHOSEN = "choice.quiet_from, choice.quiet_until, choice.silent_channels, choice.silent_kinds"
REACHED = """
JOIN people_reach reach
  ON reach.person_id = told.person_id AND reach.ended_at IS NULL AND reach.confirmed_at IS NOT NULL
LEFT JOIN people_noticechoice choice ON choice.person_id = told.person_id
"""

# Of rows as notices are, whether they have just been written or stand.
WAYS = f"""
SELECT told.id, told.person_id, told.kind, told.expires_at, reach.id AS reach, reach.channel, {CHOSEN}
FROM {{notices}} AS told {REACHED}
"""  # noqa: S608 - all of ours

WAYS_OF = WAYS.format(notices="people_notice") + " WHERE told.id = ANY(%(notices)s) ORDER BY told.id, reach.id"

# Who has chosen nothing, while the hours are not quiet that are quiet unless chosen otherwise, is told at once wherever
# they are: they need not be looked for.
WORKING = f"""
CASE WHEN choice.person_id IS NULL AND NOT %(quiet)s THEN FALSE
  ELSE {fragments.at_work(person="told.person_id", at="%(at)s::timestamptz")} END
"""

# Persons and words come as one text each: lists of thousands cost more to hand over than to write.
WAYS_TO = f"""
SELECT reach.channel, {CHOSEN}, {WORKING}, string_agg(told.word || ':' || reach.id, ',')
FROM unnest(string_to_array(%(persons)s, ',')::bigint[], string_to_array(%(words)s, ',')) AS told (person_id, word)
{REACHED}
GROUP BY 1, 2, 3, 4, 5, 6
"""  # noqa: S608 - all of ours


def ways_of(notices: Collection[int]) -> list[Way]:
    """The ways on which these notices (pk) may go outside; one query."""
    return [way_in(*row) for row in rows(WAYS_OF, {"notices": list(notices)})] if notices else []


def ways_to(*, persons: str, words: str, at: datetime) -> list[Ways]:
    """The ways on which words for these may go to these persons (pk), those together that are alike; one query."""
    found = rows(WAYS_TO, {"persons": persons, "words": words, "at": at, "quiet": DEFAULT.quiet.holds(at)})
    return [Ways(both, channel, _choice(*chosen), working) for channel, *chosen, working, both in found]


def way_in(
    notice: int, person: int, kind: str, expires_at: datetime | None, reach: int, channel: str, *chosen: Any
) -> Way:
    """The way that a row of `WAYS` tells of."""
    return Way(notice, person, kind, expires_at, reach, channel, _choice(*chosen))


def _choice(quiet_from: time | None, quiet_until: time, channels: list[str], kinds: list[str]) -> Choice:
    if quiet_from is None:
        return DEFAULT
    return Choice(Quiet(quiet_from, quiet_until), frozenset(channels), frozenset(kinds))


DEFAULT = Choice()
