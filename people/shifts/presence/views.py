"""The control 「我在班上」: two plain forms on today's page, which is where both lead back to."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people import access
from people.shifts.presence.actions import come_on, go_off
from people.shifts.presence.forms import OnShiftForm
from people.shifts.presence.queries import floor_for


@access.signed_in
@require_POST
def on(request: HttpRequest) -> HttpResponse:
    """Say that one is on shift, at which store and for how many hours."""
    form = OnShiftForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("請回上一頁，再選一次。"), status=422, content_type="text/plain; charset=utf-8")
    now = timezone.now()
    store = floor_for(request.user, form.cleaned_data["store"], now)
    come_on(person=request.user, store=store, hours=form.cleaned_data["hours"], at=now)
    return _back()


@access.signed_in
@require_POST
def off(request: HttpRequest) -> HttpResponse:
    """Say that one has gone."""
    go_off(person=request.user)
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('today')}#on-shift")
