"""A person's certificates, the document, and the public page that says whether one holds."""

import logging
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from certificates.actions import document
from certificates.fonts import FontMissing
from certificates.queries import certificates_of, credential_for, verification
from certificates.rendering import DoesNotFit
from certificates.rules import normalise_code
from people import access

log = logging.getLogger(__name__)


@access.signed_in
def certificates(request: HttpRequest) -> HttpResponse:
    return render(request, "certificates/list.html", {"certificates": certificates_of(request.user, timezone.now())})


@access.signed_in
def pdf(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """The document of one's own certificate, or of somebody whose store one answers for."""
    credential = credential_for(request.user, credential_id)
    try:
        made = document(credential=credential)
    except (FontMissing, DoesNotFit) as fault:
        log.exception("the certificate %s cannot be drawn", credential.code)
        return render(request, "certificates/undrawn.html", {"credential": credential, "fault": fault}, status=503)
    return HttpResponse(
        bytes(made.pdf),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="streetlight-{credential.code}.pdf"',
            "Cache-Control": "private, max-age=0, must-revalidate",
            "ETag": f'"{made.sha256}"',
        },
    )


@access.public
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """The live state of a certificate, for anyone who holds its code."""
    canonical = normalise_code(code)
    found = verification(canonical, code[:80], timezone.now())
    if canonical is not None and canonical != code and found.state != "unknown":
        return HttpResponseRedirect(reverse("verify", args=[canonical]))
    status = 404 if found.state == "unknown" else 200
    answer = render(request, "certificates/verify.html", {"verification": found}, status=status)
    answer["X-Robots-Tag"] = "noindex"  # a search engine must not keep who is certified
    return answer


@access.public
@never_cache
def verify_form(request: HttpRequest) -> HttpResponse:
    """Where a code is typed in by hand."""
    typed = request.GET.get("code", "").strip()
    if typed:
        return HttpResponseRedirect(reverse("verify", args=[normalise_code(typed) or typed[:80].replace("/", "-")]))
    return render(request, "certificates/verify.html", {"verification": None})
