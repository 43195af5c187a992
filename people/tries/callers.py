"""From which address a request comes, behind as many proxies of ours as the settings say."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address as the outermost proxy of ours saw it; "" where none is told.

    What stands further left in X-Forwarded-For was written by whoever asked, and is not believed.
    """
    proxies: int = settings.TRUSTED_PROXIES
    if not proxies:
        return str(request.META.get("REMOTE_ADDR", ""))
    seen = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return seen[-proxies] if len(seen) >= proxies else ""
