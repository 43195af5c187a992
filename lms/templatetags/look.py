"""The design system's tags: icons, words for the hour, Chinese in clauses."""

import re
from collections.abc import Hashable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from django import template
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()

CLAUSE = re.compile(r"[^，、。；：？！]+(?:[，、。；：？！]+[」』）]*)?|[，、。；：？！]+")

HARMLESS = " /:=.,-"

MORNING, NOON, EVENING, NIGHT = 5, 11, 17, 23


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of `lms/icons.svg` for the eyes only: the word stands beside it. `extra` names further classes."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"/></svg>', extra, static("lms/icons.svg"), name
    )


@register.simple_tag
@lru_cache(maxsize=1)
def lamp() -> str:
    """The favicon as a `data:` address: six hundred bytes in a page are less than a request."""
    drawn = Path(str(finders.find("lms/favicon.svg"))).read_text(encoding="utf-8").strip()
    return f"data:image/svg+xml,{quote(drawn, safe=HARMLESS)}"


@register.simple_tag
def once(name: str, /, **given: Hashable) -> SafeString:
    """A template that says the same to all who read one language: each process draws it once for the language and what
    is given. It knows nothing else of the page."""
    return _drawn(name, get_language(), **given)


@lru_cache(maxsize=64)
def _drawn(name: str, lang: str, /, **given: Hashable) -> SafeString:
    return render_to_string(name, dict(given))


@register.simple_tag
def greeting(at: datetime | None = None) -> str:
    """What one says to a colleague at this hour of `at` (default: now) in the shop's time zone."""
    hour = timezone.localtime(at).hour
    if MORNING <= hour < NOON:
        return _("早安")
    if NOON <= hour < EVENING:
        return _("午安")
    return _("晚安") if EVENING <= hour < NIGHT else _("大夜辛苦了")


@register.filter
@lru_cache(maxsize=1024)
def clauses(text: str) -> SafeString:
    """A text, each of its Chinese clauses in one piece where that fits a line: for large type on a small screen."""
    found = CLAUSE.findall(text)
    if found == [text]:
        return format_html("{}", text)
    return format_html_join("", '<span class="clause">{}</span>', ((each,) for each in found))
