"""Who may open a URL. Every view of the house declares it; a test walks the URLconf and fails on one that does not.

Declarations are decorators that also enforce. What a person may not open is answered 404, as if it were not there;
somebody who is not signed in is led to the sign-in page.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver
from django.utils import timezone

from people.models import Posting, Role
from people.written import Written

View = TypeVar("View", bound=Callable[..., Any])

ROLES_OF = Written(lambda person, at: Posting.objects.alive(at).filter(person=person).values_list("role"))


def public(view: View) -> View:
    """Anyone may open it."""
    return _declare(view, "public")


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Any person who is signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return _declare(guarded, "signed in")


def roles(*allowed: Role) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Persons who hold one of these roles today, anywhere. Which objects they see is for the doors to say."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if not allowed_roles(request) & set(allowed):
                raise Http404
            return view(request, *args, **kwargs)

        return _declare(guarded, "roles: " + " ".join(sorted(allowed)))

    return decorate


def own_check(who: str) -> Callable[[View], View]:
    """The view checks for itself (an API with its own authentication); `who` says in words what it checks."""
    return lambda view: _declare(view, who)


def allowed_roles(request: HttpRequest) -> set[str]:
    """The roles that the signed-in person holds today; one query per request."""
    if not hasattr(request, "_roles"):
        held = ROLES_OF.rows(person=request.user.pk or 0, at=timezone.now())
        request._roles = {role for (role,) in held}  # type: ignore[attr-defined]  # kept with the request it was asked for
    roles: set[str] = request._roles  # type: ignore[attr-defined]  # a mark of ours on a foreign object
    return roles


def guard(patterns: Iterable[URLPattern | URLResolver], decorate: Callable[..., Any]) -> list[URLPattern | URLResolver]:
    """Put one declaration around every view of patterns that come from elsewhere, such as Wagtail's."""
    guarded = list(patterns)
    for pattern in guarded:
        if isinstance(pattern, URLResolver):
            guard(pattern.url_patterns, decorate)
        elif declared(pattern.callback) is None:
            pattern.callback = decorate(pattern.callback)
    return guarded


def before_factor(view: View) -> View:
    """Also somebody who has yet to set up a second factor may open it (`people/factors/gate.py`)."""
    view.before_factor = True  # type: ignore[attr-defined]  # a mark of ours on a foreign object
    return view


def opens_before_factor(view: Any) -> bool:
    """Whether a view is marked so."""
    return getattr(view, "before_factor", False)


def declared(view: Any) -> str | None:
    """What a view declares, or None."""
    return getattr(view, "access", None)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/sign-in/?" + urlencode({"next": request.get_full_path()}))


def _declare(view: View, access: str) -> View:
    view.access = access  # type: ignore[attr-defined]  # a mark of ours on a foreign object
    return view
