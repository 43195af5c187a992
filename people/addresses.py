"""Where a form leads on to."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def own_page(request: HttpRequest, otherwise: str = "/") -> str:
    """The page of ours that the request's `next` names, or `otherwise` (the home page): never another site."""
    wanted = request.POST.get("next") or request.GET.get("next") or otherwise
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else otherwise
