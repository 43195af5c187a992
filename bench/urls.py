"""The product's doors and the two yardsticks: a bare view, and a signed-in view that reads one indexed row."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from people import access
from people.models import Store


@access.public
def bare(request: HttpRequest) -> HttpResponse:
    """As little as a view can do."""
    return HttpResponse("ok\n", content_type="text/plain")


@access.signed_in
def row(request: HttpRequest, code: str) -> HttpResponse:
    """One row by its unique constraint, of the signed-in person's own chain."""
    store = Store.objects.get(chain=request.user.chain_id, code=code)
    return HttpResponse(store.name, content_type="text/plain")


urlpatterns = [path("bare", bare), path("row/<str:code>", row), path("", include("lms.urls"))]
