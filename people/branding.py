"""Giving a chain its brand."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from people import colours
from people.actions import keep
from people.brands import looks
from people.logos import Logo
from people.models import Brand, Chain, Person


@dataclass(frozen=True)
class BrandTold:
    """What an operator says of a brand. `accent_night` empty: the nearest to `accent` that is read at night."""

    short_name: str
    accent: str
    accent_night: str = ""
    logo: Logo | None = None


@transaction.atomic
def set_brand(*, chain: Chain, told: BrandTold, by: Person | None, at: datetime | None = None) -> Brand:
    """Give a chain its brand, or another one; certificates that were drawn already keep theirs.

    Raises ValidationError where the short name is missing or a colour cannot be read on its ground.
    """
    logo = told.logo or Logo("", 0, 0)
    brand = Brand(
        chain=chain,
        short_name=told.short_name,
        accent=told.accent.strip().lower(),
        accent_night=told.accent_night.strip().lower(),
        logo_sha256=logo.sha256,
        logo_width=logo.width,
        logo_height=logo.height,
    )
    brand.accent_night = brand.accent_night or _night_of(brand.accent)
    brand.full_clean(validate_unique=False)
    Brand.objects.update_or_create(chain=chain, defaults=_members(brand))
    keep("set_brand", chain, by=by, at=at, **_members(brand))
    looks.forget()
    transaction.on_commit(looks.forget)
    return brand


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
