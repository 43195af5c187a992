"""How long something took, in words."""

from django import template
from django.utils.translation import gettext as _

from attempts.rules import minutes_of

register = template.Library()


@register.filter
def lasting(ms: int) -> str:
    """Milliseconds as hours and minutes; `minutes_of` says how they are rounded."""
    hours, minutes = divmod(minutes_of(ms), 60)
    if hours:
        return _("{hours} 小時 {minutes} 分").format(hours=hours, minutes=minutes)
    return _("{minutes} 分鐘").format(minutes=minutes)
