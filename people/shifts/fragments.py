"""Who is there, as pieces of SQL for the statements of whoever asks about many stores, each at a moment of its own.

Each argument is an expression of the statement around the piece, such as `drill.store_id`; never anything that a person
has typed. All but `there` are conditions. `people/shifts/queries.py` is their simplest use, and says what they mean.
"""

from people.models.posting import ON_THE_FLOOR
from people.models.shift import LONGEST
from people.shifts.rules import SHOP

MOST = f"interval '{LONGEST.total_seconds():.0f} seconds'"
ROLES = ", ".join(f"'{role}'" for role in ON_THE_FLOOR)


def there(*, store: str, at: str) -> str:
    """A select for `CROSS JOIN LATERAL (…) there`: `person_id` and `until` of everybody who is in `store` at `at`."""
    # What comes in are expressions of our own statements.
    return f"""
      SELECT shift.person_id, shift.ends_at AS until FROM people_shift shift
      WHERE shift.store_id = {store} AND shift.starts_at <= {at} AND shift.starts_at > {at} - {MOST}
        AND shift.ends_at > {at} AND {on_floor(person="shift.person_id", store=store, at=at)}
        AND NOT {away(person="shift.person_id", at=at)}
      UNION ALL
      SELECT presence.person_id, presence.until FROM people_presence presence
      WHERE presence.store_id = {store} AND presence.since <= {at} AND presence.until > {at}
        AND {on_floor(person="presence.person_id", store=store, at=at)} AND NOT {planned(store=store, at=at)}
    """  # noqa: S608 - see above


def on_floor(*, person: str, store: str, at: str) -> str:
    """`person` has not left and is posted on the floor of `store` at `at`."""
    return f"""EXISTS (
      SELECT FROM people_posting posting
      JOIN people_person someone ON someone.id = posting.person_id AND someone.is_active
      WHERE posting.person_id = {person} AND posting.store_id = {store} AND posting.role IN ({ROLES})
        AND posting.since <= {at} AND (posting.until IS NULL OR posting.until > {at}))"""


def away(*, person: str, at: str) -> str:
    """`person` is on leave at `at`."""
    return f"""EXISTS (
      SELECT FROM people_absence absence
      WHERE absence.person_id = {person} AND absence.starts_at <= {at} AND absence.ends_at > {at})"""


def at_work(*, person: str, at: str) -> str:
    """`person` stands in some store at `at`, by its plan of shifts or by their own word."""
    return f"""(EXISTS (
      SELECT FROM people_shift own
      WHERE own.person_id = {person} AND own.starts_at <= {at} AND own.starts_at > {at} - {MOST} AND own.ends_at > {at}
    ) AND NOT {away(person=person, at=at)} OR EXISTS (
      SELECT FROM people_presence said WHERE said.person_id = {person} AND said.since <= {at} AND said.until > {at}))"""  # noqa: S608 - see above


def planned(*, store: str, at: str) -> str:
    """The plan of shifts of `store` speaks for `at`: there is one for that day, or a shift is under way."""
    return f"""({planned_on(store=store, day=f"{_local(at)}::date")} OR EXISTS (
      SELECT FROM people_shift running
      WHERE running.store_id = {store} AND running.starts_at <= {at} AND running.starts_at > {at} - {MOST}
        AND running.ends_at > {at}))"""


def planned_on(*, store: str, day: str) -> str:
    """A shift of `store` begins on `day`, a date."""
    return f"""EXISTS (
      SELECT FROM people_shift planned
      WHERE planned.store_id = {store} AND planned.starts_at >= ({day})::timestamp AT TIME ZONE '{SHOP}'
        AND planned.starts_at < (({day}) + 1)::timestamp AT TIME ZONE '{SHOP}')"""


def is_open(*, store: str, at: str) -> str:
    """`store` is not closed for good, and open at `at` by its hours, as `people.shifts.rules.is_open` has it."""
    local = _local(at)
    return f"""EXISTS (
      SELECT FROM people_store premises LEFT JOIN people_storehours hours ON hours.store_id = premises.id
      WHERE premises.id = {store} AND (premises.closed_on IS NULL OR premises.closed_on > {local}::date)
        AND CASE
          WHEN hours.opens_at IS NULL THEN TRUE
          WHEN hours.opens_at < hours.closes_at
            THEN {local}::time >= hours.opens_at AND {local}::time < hours.closes_at
          ELSE {local}::time >= hours.opens_at OR {local}::time < hours.closes_at
        END)"""


def _local(at: str) -> str:
    """The clock of the shop at `at`."""
    return f"(({at}) AT TIME ZONE '{SHOP}')"
