"""Giving a chain its brand."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from people.actions import keep
from people.brands import colours
from people.brands.logos import Logo
from people.brands.queries import looks
from people.models import Brand, Chain, Person


@dataclass(frozen=True)
class BrandTold:
    """What an operator says of a brand. `accent_night` empty: the nearest to `accent` that is read at night."""

    short_name: str
    accent: str
    accent_night: str = ""
    logo: Logo | None = None

    @property
    def by_night(self) -> str:
        """The colour of the night, told or made from the day's."""
        return self.accent_night.strip().lower() or _night_of(self.accent)


class BrandChanged(Exception):
    """Somebody else has changed the brand since it was looked at; nothing was saved."""


@transaction.atomic
def set_brand(
    *, chain: Chain, told: BrandTold, by: Person | None, looked_at: str | None = None, at: datetime | None = None
) -> Brand:
    """Give a chain its brand, or another one; certificates that were drawn already keep theirs.

    `looked_at` is the `state_of` the brand that was looked at; None overwrites whatever is there. Raises
    ValidationError where the short name is missing or a colour cannot be read on its ground, and BrandChanged.
    """
    Chain.objects.select_for_update().get(pk=chain.pk)
    if looked_at is not None and looked_at != state_of(Brand.objects.filter(chain=chain).first()):
        raise BrandChanged
    logo = told.logo or Logo("", 0, 0)
    brand = Brand(
        chain=chain,
        short_name=told.short_name,
        accent=told.accent.strip().lower(),
        accent_night=told.by_night,
        logo_sha256=logo.sha256,
        logo_width=logo.width,
        logo_height=logo.height,
    )
    brand.full_clean(validate_unique=False)
    Brand.objects.update_or_create(chain=chain, defaults=_members(brand))
    keep("set_brand", chain, by=by, at=at, **_members(brand))
    looks.forget()
    transaction.on_commit(looks.forget)
    return brand


def state_of(brand: Brand | None) -> str:
    """A word that changes whenever the brand does."""
    return hashlib.sha256(repr(brand and _members(brand)).encode()).hexdigest()[:16]


def logo_of(brand: Brand) -> Logo | None:
    """The logo that a brand has, to be kept when the rest of it changes."""
    return Logo(brand.logo_sha256, brand.logo_width, brand.logo_height) if brand.logo_sha256 else None


def _night_of(accent: str) -> str:
    try:
        return colours.readable(colours.parse(accent), colours.NIGHT)
    except ValueError:
        return accent  # the day's colour is refused, and told, by its own validator


def _members(brand: Brand) -> dict[str, str | int]:
    names = ("short_name", "accent", "accent_night", "logo_sha256", "logo_width", "logo_height")
    return {name: getattr(brand, name) for name in names}
