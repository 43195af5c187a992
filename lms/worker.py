"""What makes the site an app: the service worker, the manifest, and the page for when there is no network."""

import json
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from lms.front.building import built_folder
from lms.front.entries import ENTRIES, NOT_KEPT
from lms.keeping import release
from people import access


@access.public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the whole site, with the release and the addresses of its static files written into it.
    A byte that differs makes the browser install it anew."""
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@access.public
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown where there is no network and no kept copy. Nobody's page: phones keep it for whoever comes."""
    return render(request, "lms/offline.html")


@lru_cache(maxsize=1)
def _worker() -> str:
    statics = [static(f"built/{name}") for name in ENTRIES if name not in NOT_KEPT]
    statics += [static("lms/icons.svg"), static("lms/favicon.svg")]
    house = {"release": release(), "statics": statics, "offline": reverse("offline")}
    source = (built_folder(settings.BASE_DIR) / "worker.js").read_text(encoding="utf-8")
    return f"self.HOUSE = {json.dumps(house)};\n{source}"
