"""Where LINE tells us what happens in a chain's account."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from people import access
from people.channels.webhook import Forged, answer, events_of, verify
from people.factors.ciphers import Unreadable
from people.models import LineChannel


@csrf_exempt
@access.own_check("LINE: the signature made with the secret of the chain's account")
@require_POST
def line(request: HttpRequest, chain: str) -> HttpResponse:
    """LINE's webhook of a chain: 200 heard, 400 no such body, 401 the signature is not LINE's, 404 no such account, 503
    the account's secret has to be given again. What is owed for it, answers too, is the outbox's."""
    channel = LineChannel.objects.filter(chain__slug=chain).first()
    if channel is None:
        raise Http404
    try:
        verify(channel, request.body, request.headers.get("X-Line-Signature", ""))
        events = events_of(request.body)
    except Forged:
        return HttpResponse(status=401)
    except Unreadable:
        return HttpResponse(status=503)
    except ValueError:
        return HttpResponse(status=400)
    with transaction.atomic():
        for heard in events:
            answer(channel=channel, heard=heard)
    return HttpResponse("ok", content_type="text/plain")
