"""Writing notices: many in one statement, which tells at once the ways on which each may go outside."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from people.notices.telling import Telling
from people.notices.ways import WAYS, Way, way_in
from people.statements import changed, rows

# In the order of persons, so that two transactions that tell the same people do not lock each other out.
TELL = f"""
WITH given AS MATERIALIZED (
    SELECT * FROM unnest(
        %(keys)s::text[], %(persons)s::bigint[], %(kinds)s::text[], %(data)s::jsonb[], %(links)s::text[],
        %(expires)s::timestamptz[]
    ) WITH ORDINALITY AS telling (key, person_id, kind, data, link, expires_at, place)
), made AS (
    INSERT INTO people_notice (key, person_id, kind, data, link, created_at, expires_at)
    SELECT key, person_id, kind, data, link, %(at)s, expires_at
    FROM given JOIN people_person ON people_person.id = person_id WHERE is_active
    ORDER BY person_id, place ON CONFLICT (key) DO NOTHING
    RETURNING id, person_id, kind, expires_at
), ways AS ({WAYS.format(notices="made")})
SELECT total.many, ways.* FROM (SELECT count(*) AS many FROM made) AS total LEFT JOIN ways ON TRUE
ORDER BY ways.id, ways.reach
"""  # noqa: S608 - all of ours

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
    found = rows(
        TELL,
        {
            "at": at,
            "keys": [one.key for one in tellings],
            "persons": [one.person_id for one in tellings],
            "kinds": [one.kind for one in tellings],
            "data": [json.dumps(one.data) for one in tellings],
            "links": [one.link for one in tellings],
            "expires": list(ends),
        },
    )
    return found[0][0], [way_in(*row) for _, *row in found if row[0] is not None]


def settle_keys(keys: Collection[str], at: datetime) -> None:
    """Mark the notices under these keys as read, whosever they are, in one statement."""
    changed(SETTLE, {"keys": sorted(keys), "at": at})
