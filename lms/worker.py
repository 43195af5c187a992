"""What makes the site an app: the service worker, the manifest, and the page for when there is no network."""

import json
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import is_valid_path, reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.front.building import built_folder
from lms.front.entries import ENTRIES, NOT_KEPT
from lms.keeping import release
from people import access
from people.languages.rules import SOURCE, TAGS, code_of

NIGHT = "#131b2d"
"""`--night-900` of the tokens: the ground of the icon."""

CARD = "/card/"


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


@access.public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What the site is as an app, in the language of `?lang=`, else in the page's."""
    code = code_of(request.GET.get("lang") or get_language()) or SOURCE
    with override(code):
        said = json.dumps(_manifest(TAGS[code]), ensure_ascii=False)
    return HttpResponse(
        said, content_type="application/manifest+json", headers={"Cache-Control": "public, max-age=86400"}
    )


def _manifest(lang: str) -> dict[str, object]:
    shortcuts = [{"name": _("今日"), "url": reverse("today")}, {"name": _("櫃檯小卡"), "url": CARD}]
    return {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "lang": lang,
        "name": _("街燈學堂 Streetlight"),
        "short_name": _("街燈學堂"),
        "description": _("門市夥伴的訓練與演練"),
        "display": "standalone",
        "background_color": NIGHT,
        "theme_color": NIGHT,
        "icons": [_icon("icon-192", 192), _icon("icon-512", 512), _icon("maskable-512", 512, "maskable")],
        "shortcuts": [each for each in shortcuts if is_valid_path(each["url"])],
    }


def _icon(name: str, side: int, purpose: str = "any") -> dict[str, str]:
    address = static(f"lms/app/{name}.png")
    return {"src": address, "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}


@lru_cache(maxsize=1)
def _worker() -> str:
    statics = [static(f"built/{name}") for name in ENTRIES if name not in NOT_KEPT]
    statics += [static("lms/icons.svg"), static("lms/favicon.svg")]
    icon = static("lms/app/icon-192.png")
    house = {"release": release(), "statics": statics, "offline": reverse("offline"), "icon": icon}
    source = (built_folder(settings.BASE_DIR) / "worker.js").read_text(encoding="utf-8")
    return f"self.HOUSE = {json.dumps(house)};\n{source}"
