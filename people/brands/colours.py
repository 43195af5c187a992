"""Colours of brands: how well they are read on paper and at night. Plain Python."""

import re

DAY = ("#f7f3ea", "#fffdf8")
NIGHT = ("#131b2d", "#1c263c")
"""The grounds that text stands on by day and by night; as in the design system's `tokens.css`."""

LEAST = 4.5
STEPS = 100
_HEX = re.compile(r"#[0-9a-f]{6}")


def parse(text: str) -> str:
    """A colour as `#rrggbb` in lower case. Raises ValueError for anything else."""
    colour = text.strip().lower()
    if not _HEX.fullmatch(colour):
        raise ValueError(f"{text!r} is no colour: write it as #rrggbb")
    return colour


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 counts it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, grounds: tuple[str, ...]) -> float:
    """The contrast on the worst of these grounds."""
    return min(contrast(colour, ground) for ground in grounds)


def readable(colour: str, grounds: tuple[str, ...]) -> str:
    """The colour itself where it can be read as text on these grounds, else the nearest that can: darkened by day,
    lightened by night."""
    towards = 0 if _luminance(grounds[0]) > 0.5 else 255
    mixed = (_mixed(colour, towards, step / STEPS) for step in range(STEPS + 1))
    return next(one for one in mixed if least_contrast(one, grounds) >= LEAST)


def _mixed(colour: str, towards: int, share: float) -> str:
    return "#" + "".join(f"{round(part + (towards - part) * share):02x}" for part in _parts(colour))


def _parts(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _luminance(colour: str) -> float:
    shares = [part / 255 for part in _parts(colour)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
