"""Writing notices: many in one statement, which tells at once the ways on which each may go outside."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, time
from typing import Any, NamedTuple

from django.db import connection

from people.notices.rules import FOR_NOW, Choice, Quiet
from people.notices.telling import Round, Telling
from people.shifts import fragments


class Way(NamedTuple):
    """A notice and one way to its person; `working`: it is for now, and they stand in a store."""

    notice: int
    person_id: int
    kind: str
    expires_at: datetime | None
    reach: int
    channel: str
    choice: Choice
    working: bool


class Ways(NamedTuple):
    """Many notices of one round, each with one way to its person, `notice:reach` with commas between; all else is the
    same for them."""

    words: str
    kind: str
    expires_at: datetime
    channel: str
    choice: Choice
    working: bool


# What goes outside is planned from the same rows: the ways to a person, and what they have chosen.
WAYS = f"""
SELECT notice.id, notice.person_id, notice.kind, notice.expires_at, reach.id AS reach, reach.channel,
    choice.quiet_from, choice.quiet_until, choice.silent_channels, choice.silent_kinds,
    notice.kind = ANY(%(for_now)s)
      AND {fragments.at_work(person="notice.person_id", at="%(at)s::timestamptz")} AS working
FROM {{notices}} AS notice JOIN people_reach reach ON reach.person_id = notice.person_id
LEFT JOIN people_noticechoice choice ON choice.person_id = notice.person_id
WHERE reach.ended_at IS NULL AND reach.confirmed_at IS NOT NULL
"""  # noqa: S608 - all of ours

# In the order of persons, so that two transactions that tell the same people do not lock each other out.
TELL = """
WITH told AS MATERIALIZED ({told}), made AS (
    INSERT INTO people_notice (key, person_id, kind, data, link, created_at, expires_at)
    SELECT key, person_id, kind, data, link, %(at)s, expires_at
    FROM told JOIN people_person ON people_person.id = person_id WHERE is_active
    ORDER BY person_id, place ON CONFLICT (key) DO NOTHING
    RETURNING id, person_id, kind, expires_at
), ways AS ({ways})
SELECT total.many, {asked} FROM (SELECT count(*) AS many FROM made) AS total LEFT JOIN ways ON TRUE
"""

TELL_EACH = (
    TELL.format(
        told="""
SELECT * FROM unnest(
    %(keys)s::text[], %(persons)s::bigint[], %(kinds)s::text[], %(data)s::jsonb[], %(links)s::text[],
    %(expires)s::timestamptz[]
) WITH ORDINALITY AS telling (key, person_id, kind, data, link, expires_at, place)
""",
        ways=WAYS.format(notices="made"),
        asked="ways.*",
    )
    + " ORDER BY ways.id, ways.reach"
)

ALIKE = "channel, quiet_from, quiet_until, silent_channels, silent_kinds, working"

# Persons and words come as one text each: lists of thousands cost more to hand over than to write.
TELL_ROUND = (
    TELL.format(
        told="""
SELECT replace(%(key)s, '*', word) AS key, person_id, %(kind)s AS kind, %(data)s::jsonb AS data,
    replace(%(link)s, '*', word) AS link, %(expires)s::timestamptz AS expires_at, place
FROM unnest(string_to_array(%(persons)s, ',')::bigint[], string_to_array(%(words)s, ','))
    WITH ORDINALITY AS telling (person_id, word, place)
""",
        ways=WAYS.format(notices="made"),
        asked=f"{ALIKE}, string_agg(id || ':' || reach, ',' ORDER BY id, reach)",
    )
    + f" GROUP BY total.many, {ALIKE}"
)

WAYS_OF = WAYS.format(notices="people_notice") + " AND notice.id = ANY(%(notices)s) ORDER BY notice.id, reach.id"

# In one order, as whoever reads them locks them.
SETTLE = """
WITH meant AS MATERIALIZED (
    SELECT id FROM people_notice WHERE key = ANY(%(keys)s) AND read_at IS NULL ORDER BY id FOR NO KEY UPDATE
)
UPDATE people_notice SET read_at = %(at)s FROM meant WHERE people_notice.id = meant.id
"""


def write_each(tellings: Sequence[Telling], ends: Sequence[datetime], at: datetime) -> tuple[int, list[Way]]:
    """Write those whose key is new and whose person is here: how many, and the ways on which they may go outside.
    `ends` says of each when it is over."""
    rows = _rows(
        TELL_EACH,
        at,
        {
            "keys": [one.key for one in tellings],
            "persons": [one.person_id for one in tellings],
            "kinds": [one.kind for one in tellings],
            "data": [json.dumps(one.data) for one in tellings],
            "links": [one.link for one in tellings],
            "expires": list(ends),
        },
    )
    return rows[0][0], [_way(*row) for _, *row in rows if row[0] is not None]


def write_round(told: Round, at: datetime) -> tuple[int, list[Ways]]:
    """The same for one thing that many are told, their ways together where all else is alike."""
    rows = _rows(
        TELL_ROUND,
        at,
        {
            "key": told.key,
            "kind": told.kind,
            "data": json.dumps(told.data),
            "link": told.link,
            "expires": told.expires_at,
            "persons": told.persons,
            "words": told.words,
        },
    )
    ways = [(channel, _choice(*chosen), working, words) for _, channel, *chosen, working, words in rows if words]
    return rows[0][0], [Ways(words, told.kind, told.expires_at, *alike) for *alike, words in ways]


def ways_of(notices: Collection[int], at: datetime) -> list[Way]:
    """The ways on which these notices (pk) may go outside; one query."""
    return [_way(*row) for row in _rows(WAYS_OF, at, {"notices": list(notices)})] if notices else []


def settle_keys(keys: Collection[str], at: datetime) -> None:
    """Mark the notices under these keys as read, whosever they are, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, {"keys": sorted(keys), "at": at})


def _rows(statement: str, at: datetime, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"at": at, "for_now": sorted(FOR_NOW), **given})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _way(
    notice: int, person: int, kind: str, expires_at: datetime | None, reach: int, channel: str, *chosen: Any
) -> Way:
    *choice, working = chosen
    return Way(notice, person, kind, expires_at, reach, channel, _choice(*choice), working)


def _choice(quiet_from: time | None, quiet_until: time, channels: list[str], kinds: list[str]) -> Choice:
    if quiet_from is None:
        return DEFAULT
    return Choice(Quiet(quiet_from, quiet_until), frozenset(channels), frozenset(kinds))


DEFAULT = Choice()
