"""The street of a course as a picture, and how long there is to walk it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.queries import Lamp, Street

register = template.Library()

WIDTH = 360
LEFT = 14
RIGHT = 270  # beyond it stands the shop
WIDEST_STEP = 84
FULL_SIZE_STEP = 44


@dataclass(frozen=True)
class Post:
    """One lamp post of the picture: `x` in user units of the viewBox, `scale` 0 … 1."""

    lamp: Lamp
    number: int
    x: float
    scale: float
    here: bool


def posts(lamps: Sequence[Lamp]) -> list[Post]:
    """Where the posts stand: the closer and smaller the more there are; `here` is where the person is now."""
    step = min(WIDEST_STEP, (RIGHT - LEFT) / max(len(lamps), 1))
    start = LEFT + (RIGHT - LEFT - step * len(lamps)) / 2
    scale = min(1.0, max(0.5, step / FULL_SIZE_STEP))
    now = next((lamp for lamp in lamps if lamp.state != "lit"), None)
    return [
        Post(lamp, place + 1, round(start + step * place, 1), round(scale, 2), lamp is now)
        for place, lamp in enumerate(lamps)
    ]


@register.inclusion_tag("courses/_street_picture.html")
def street_picture(street: Street) -> dict[str, Any]:
    """The street at night; lit lamps glow and carry a tick, so that it reads without colour."""
    return {"street": street, "posts": posts(street.lamps), "all_lit": street.lit == len(street.lamps)}


@register.filter
def days_left(due_at: datetime) -> int:
    """Whole calendar days from today (the shop's time zone) to the day of `due_at`; negative once it has passed."""
    return (timezone.localtime(due_at).date() - timezone.localdate()).days


@register.filter
def due_in_words(due_at: datetime) -> str:
    """How long there is, as one says it."""
    days = days_left(due_at)
    if days < 0:
        return ngettext("逾期 %(days)d 天", "逾期 %(days)d 天", -days) % {"days": -days}
    if days <= 1:
        return _("明天到期") if days else _("今天到期")
    return _("還有 %(days)d 天") % {"days": days}
