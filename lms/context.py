"""What every page is told: whether this is the demo, which doors are open to the person, how their chain looks."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from people.access import allowed_roles
from people.brands.queries import look_of
from people.languages.rules import NAMES, SOURCE, TAGS, code_of
from people.models.posting import IN_THE_STUDIO, ON_THE_BOARD, WHO_INVITES

UNSEEN = "Streetlight-Unseen"
"""The header with which a phone fetches a page that nobody looks at, to keep it."""


def house(request: HttpRequest) -> dict[str, object]:
    """`demo`: bool; `sees_board`, `sees_studio`: whether the navigation shows these doors; `invites`: whether people
    may be brought into stores; `brand`: a Look or None; `lang`: the page's language as a tag; `languages`: what one may
    choose, as (code, tag, own name). On a page that nobody looks at, no `messages`: they are said once."""
    user = getattr(request, "user", None)
    held = allowed_roles(request) if user is not None and user.is_authenticated else set()
    return {
        "demo": settings.DEMO,
        "sees_board": bool(held & set(ON_THE_BOARD)),
        "sees_studio": bool(held & set(IN_THE_STUDIO)),
        "invites": bool(held & set(WHO_INVITES)),
        "brand": look_of(getattr(user, "chain_id", None)),
        "lang": TAGS[code_of(get_language()) or SOURCE],
        "languages": [(code, tag, NAMES[code]) for code, tag in TAGS.items()],
        **({"messages": ()} if UNSEEN in request.headers else {}),
    }
