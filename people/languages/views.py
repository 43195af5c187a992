"""Choosing a language, signed in or not."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from people import access
from people.addresses import own_page
from people.languages.actions import choose_language
from people.languages.rules import TAGS, code_of
from people.languages.signing_in import remember

REMEMBERED = 365 * 24 * 3600


@access.public
@never_cache
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """`language` (a tag) and `next` (a page of ours). The phone remembers it for a year, and the person where
    somebody is signed in. 400 for what is no language of ours.
    """
    code = code_of(request.POST.get("language"))
    if code is None:
        return HttpResponseBadRequest(_("沒有這個語言。"), content_type="text/plain; charset=utf-8")
    if request.user.is_authenticated:
        choose_language(person=request.user, language=code, by=request.user)
    else:
        remember(request, TAGS[code], at=timezone.now())
    response = HttpResponseRedirect(own_page(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        TAGS[code],
        max_age=REMEMBERED,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
