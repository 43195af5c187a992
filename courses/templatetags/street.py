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
        "told": _told(drawn.posts),
        "all_lit": street.lit == len(street.lamps),
    }


def _told(posts: Sequence[Post]) -> str:
    """The picture for the ears: each lamp and how it stands."""
    states = {"lit": _("亮了"), "begun": _("進行中"), "dark": _("還沒點亮")}
    colon = _("：")
    return _("；").join(f"{post.number} {post.lamp.title}{colon}{states[post.lamp.state]}" for post in posts)


@register.filter
def in_short(lamp: Lamp) -> str:
    """What a lamp is, how long it takes, how often it was tried in vain: Python, for a street has many lamps and each
    would cost its page a dozen template nodes."""
    words = [_("情境") if lamp.kind == "scenario" else _("單元"), _("約 %(minutes)s 分鐘") % {"minutes": lamp.minutes}]
    if lamp.tries and lamp.state != "lit":
        words.append(_("試過 %(tries)s 次") % {"tries": lamp.tries})
    return _("・").join(words)


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
