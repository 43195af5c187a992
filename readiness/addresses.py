"""Addresses of pages that stand in long lists: Django's `reverse` would cost more than all else in a row."""

from functools import lru_cache
from urllib.parse import quote

from django.urls import reverse

# Django's own choice of what may stand unquoted in a path, less the slash.
SAFE = "!$&'()*+,;=:@~-._"


def store_url(chain_slug: str, code: str) -> str:
    """The page of one store."""
    return f"{_below(chain_slug)}stores/{quote(code, SAFE)}/"


def region_url(chain_slug: str, code: str) -> str:
    """The page of one region."""
    return f"{_below(chain_slug)}regions/{quote(code, SAFE)}/"


def person_url(chain_slug: str, employee_number: str) -> str:
    """The page of one person; numbers are typed by people, so even a slash may stand in one."""
    return f"{_below(chain_slug)}people/{quote(employee_number, SAFE + '/')}/"


@lru_cache(maxsize=64)
def _below(chain_slug: str) -> str:
    return reverse("board-chain", args=[chain_slug])
