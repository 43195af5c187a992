"""Every door of the house. Each view declares who may open it (`people.access`); a test walks this and sees to it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtail_admin

from lms import views, worker
from lms.api import api
from people import access
from people.models.posting import IN_THE_STUDIO


@access.public
def closed(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """Wagtail's own doors that would lead past ours."""
    raise Http404


api_urls, api_app, api_namespace = api.urls

urlpatterns = [
    path("", views.today, name="today"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("worker.js", worker.worker, name="worker"),
    path("manifest.webmanifest", worker.manifest, name="manifest"),
    path("offline/", worker.offline, name="offline"),
    path("", include("people.urls")),
    path("", include("content.urls")),
    path("", include("attempts.urls")),
    path("", include("courses.urls")),
    path("", include("drills.urls")),
    path("", include("certificates.urls")),
    path("", include("readiness.urls")),
    re_path(r"^studio/(login|password_reset|account/change_password)/", closed),
    path("studio/logout/", closed),
    path("studio/", include(access.guard(wagtail_admin.urlpatterns, access.roles(*IN_THE_STUDIO)))),
    path(
        "api/v1/",
        (access.guard(api_urls, access.own_check("API: session with CSRF, or bearer token")), api_app, api_namespace),
    ),
]
