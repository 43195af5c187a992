"""Editions over the wire: immutable, cacheable for ever, one row read."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Schema
from ninja.errors import HttpError

from content.hotlines.current import current
from content.pictures import TYPE, read_picture
from content.queries import view_of
from content.rules import SOURCE

router = Router(tags=["editions"])

LanguageTag = Annotated[str, Query(pattern="^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$")]
FOR_EVER = "private, max-age=31536000, immutable"


@router.get(
    "editions/{sha256}",
    summary="An edition as a learner sees it",
    openapi_extra={"responses": {304: {"description": "Unchanged"}}},
)
def edition(
    request: HttpRequest, sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], lang: LanguageTag = SOURCE
) -> HttpResponse:
    """The learner's view of one edition in one language; hash and language are its ETag, for it never changes."""
    tag = f'"{sha256}-{lang}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": FOR_EVER})
    view = view_of(sha256, lang, request.user.chain_id)
    if view is None:
        raise HttpError(404, _("這一版教材不存在，或不屬於你的公司。"))
    return HttpResponse(
        bytes(view.body), content_type="application/json", headers={"ETag": tag, "Cache-Control": FOR_EVER}
    )


class HotlinesOut(Schema):
    edition: str | None


@router.get("hotlines", response=HotlinesOut, summary="The current edition of the hotlines")
def hotlines(request: HttpRequest) -> dict[str, str | None]:
    """The hash under which the hotlines are to be had now; every other answer names it in `Streetlight-Hotlines`."""
    return {"edition": current.now()}


@router.get(
    "pictures/{sha256}",
    summary="A picture of an edition",
    openapi_extra={"responses": {304: {"description": "Unchanged"}}},
)
def picture(request: HttpRequest, sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")]) -> HttpResponse:
    """One picture by its hash, to anybody who is signed in: only who has an edition knows the hash."""
    tag = f'"{sha256}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": FOR_EVER})
    data = read_picture(sha256)
    if data is None:
        raise HttpError(404, _("找不到這張圖片。"))
    return HttpResponse(data, content_type=TYPE, headers={"ETag": tag, "Cache-Control": FOR_EVER})
