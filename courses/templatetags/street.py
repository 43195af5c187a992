"""The street of a course as a picture, and how long there is to walk it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.queries import Block, Lamp, Street

register = template.Library()

WIDTH = 360
LEFT = 14
RIGHT = 270  # beyond it stands the shop
WIDEST_STEP = 84
FULL_SIZE_STEP = 44
LANE = 0.6  # how much wider than a step the gap between two blocks is, in steps


@dataclass(frozen=True)
class Post:
    """One lamp post of the picture: `x` in user units of the viewBox, `scale` 0 … 1."""

    lamp: Lamp
    number: int
    x: float
    scale: float
    here: bool


@dataclass(frozen=True)
class Drawing:
    """What stands along the road: posts, and the `x` of the crossings between the blocks."""

    posts: list[Post]
    crossings: list[float]


def drawing(street: Street) -> Drawing:
    """Where everything stands: the closer and smaller the more there is; `here` is where the person is now."""
    blocks = street.blocks
    stands = [place + LANE * row for place, row in enumerate(_rows(blocks))]
    length = len(stands) + LANE * max(len(blocks) - 1, 0)
    step = min(WIDEST_STEP, (RIGHT - LEFT) / max(length, 1))
    start = LEFT + (RIGHT - LEFT - step * length) / 2
    scale = round(min(1.0, max(0.5, step / FULL_SIZE_STEP)), 2)
    posts = [
        Post(lamp, number, round(start + step * stand, 1), scale, lamp is street.next)
        for number, (lamp, stand) in enumerate(zip(street.lamps, stands, strict=True), start=1)
    ]
    return Drawing(posts, [round(start + step * (stand - LANE / 2), 1) for stand in _firsts(blocks, stands)])


def _rows(blocks: Sequence[Block]) -> list[int]:
    """The number of its block, 0-based, for each lamp."""
    return [row for row, block in enumerate(blocks) for _ in block.lamps]


def _firsts(blocks: Sequence[Block], stands: Sequence[float]) -> list[float]:
    """Where the first lamp of each block stands, but the first block's."""
    before = accumulate(len(block.lamps) for block in blocks[:-1])
    return [stands[count] for count in before]


@register.inclusion_tag("courses/_street_picture.html")
def street_picture(street: Street) -> dict[str, Any]:
    """The street at night; lit lamps glow and carry a tick, so that it reads without colour."""
    drawn = drawing(street)
    return {
        "street": street,
        "posts": drawn.posts,
        "crossings": drawn.crossings,
        "all_lit": street.lit == len(street.lamps),
    }


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
    return ngettext("還有 %(days)d 天", "還有 %(days)d 天", days) % {"days": days}
