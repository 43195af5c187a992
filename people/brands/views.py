"""What anybody may see of a chain's brand: its logo and its colours. They stand on the sign-in page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from people import access
from people.brands.logos import TYPE, read_logo
from people.brands.queries import look_called, sheet_of

FOR_EVER = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"


@access.public
@require_GET
def logo(request: HttpRequest, sha256: str) -> HttpResponse:
    """A logo by its hash. Nothing but logos lies where this looks."""
    data = read_logo(sha256)
    if data is None:
        raise Http404
    return HttpResponse(data, content_type=TYPE, headers={"Cache-Control": FOR_EVER})


@access.public
@require_GET
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The style sheet that sets a chain's colour; kept for ever under the version that its address names."""
    look = look_called(slug)
    if look is None:
        raise Http404
    kept = FOR_EVER if request.get_full_path() == look.css_url else A_MINUTE
    return HttpResponse(sheet_of(look), content_type="text/css; charset=utf-8", headers={"Cache-Control": kept})
