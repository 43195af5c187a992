"""Two chains made by statements: one with 150,000 clerks in 12,000 stores, one with a hundredth of that."""

from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from people.models import Chain

COUNTRY, STORES = "country", 12_000
COUNTY, COUNTY_STORES = "county", 120
PER_TWO_STORES = 25
REGIONS = 22

MADE = """
WITH regions AS (
  INSERT INTO people_region (chain_id, code, name)
  SELECT %(chain)s, 'R' || n, '第' || n || '區' FROM generate_series(0, %(regions)s - 1) n
  RETURNING id, code
), stores AS (
  INSERT INTO people_store (chain_id, region_id, code, name, address)
  SELECT %(chain)s, regions.id, lpad(n::text, 6, '0'), '第' || n || '門市', ''
  FROM generate_series(0, %(stores)s - 1) n JOIN regions ON regions.code = 'R' || n %% %(regions)s
  RETURNING id, code::int AS n
), persons AS (
  INSERT INTO people_person (
    username, password, is_superuser, chain_id, employee_number, name, language, is_active, joined_at
  )
  SELECT %(chain)s || '-' || n, '!', FALSE, %(chain)s, 'C' || lpad(n::text, 6, '0'), '林小華', 'zh-Hant', TRUE,
    %(since)s
  FROM generate_series(0, %(stores)s * %(two)s / 2 - 1) n
  RETURNING id, substr(employee_number, 2)::int AS n
)
INSERT INTO people_posting (person_id, store_id, role, since, programme)
SELECT persons.id, stores.id, 'clerk', %(since)s, FALSE FROM persons JOIN stores ON stores.n = persons.n * 2 / %(two)s
"""


def build() -> dict[str, int]:
    """Migrate an empty database and make both chains; how many are posted in each."""
    call_command("migrate", verbosity=0)
    posted = {slug: made(slug, stores) for slug, stores in ((COUNTRY, STORES), (COUNTY, COUNTY_STORES))}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return posted


@transaction.atomic
def made(slug: str, stores: int) -> int:
    """One chain with so many stores in as many regions as the country has; how many clerks are posted."""
    chain = Chain.objects.create(slug=slug, name="全國超商")
    said: dict[str, Any] = {"chain": chain.pk, "regions": REGIONS, "stores": stores, "two": PER_TWO_STORES}
    with connection.cursor() as cursor:
        cursor.execute(MADE, {**said, "since": "2026-01-05T02:00:00Z"})
        return int(cursor.rowcount)
