"""Signing in and out, and the page about oneself."""

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from people import access
from people.brands import look_called
from people.forms import SignInForm
from people.models import Posting


@access.public
@never_cache
@ensure_csrf_cookie
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Everybody's way in; leads on to `next` where that is a page of ours. `chain` names the company beforehand."""
    chain = request.POST.get("chain") or request.GET.get("chain") or request.COOKIES.get("chain", "")
    form = SignInForm(request, request.POST or None, initial={"chain": chain})
    if request.method == "POST" and form.is_valid():
        login(request, form.person)
        response = HttpResponseRedirect(_next(request))
        response.set_cookie("chain", form.cleaned_data["chain"], max_age=365 * 24 * 3600, samesite="Lax", httponly=True)
        return response
    context = {
        "form": form,
        "next": request.GET.get("next", request.POST.get("next", "")),
        "brand": look_called(chain),
    }
    return render(request, "people/sign_in.html", context, status=422 if form.errors else 200)


@access.signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect("/sign-in/")


@access.signed_in
def me(request: HttpRequest) -> HttpResponse:
    """What the platform knows about the person who looks: number, name, language, postings."""
    postings = Posting.objects.alive(timezone.now()).filter(person=request.user)
    return render(request, "people/me.html", {"postings": postings.select_related("store", "region", "chain")})


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"
