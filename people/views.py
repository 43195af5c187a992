"""Signing in and out, the first password, and the page about oneself."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from people import access
from people.addresses import own_page
from people.brands.queries import look_called
from people.factors.entering import enter
from people.factors.views import OFFER
from people.forms import OwnPasswordForm, SignInForm
from people.joining.handing import held_code, let_go, take_in_hand
from people.joining.starting import CodeGone, begin
from people.languages.rules import DRAFTS
from people.models import Posting

# On the phone on which a first password was set: today's page offers a passkey, for a week or until told not to.
OFFERED = 7 * 24 * 3600


@access.public
@never_cache
@ensure_csrf_cookie
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Everybody's way in, through a first password where need be; leads on to `next` where that is a page of ours.
    `chain` and `employee_number` name somebody beforehand.
    """
    chain = request.POST.get("chain") or request.GET.get("chain") or request.COOKIES.get("chain", "")
    named = {"chain": chain, "employee_number": request.GET.get("employee_number", "")}
    form = SignInForm(request, request.POST or None, initial=named)
    if request.method == "POST" and form.is_valid():
        response = _let_in(request, form)
        response.set_cookie("chain", form.cleaned_data["chain"], max_age=365 * 24 * 3600, samesite="Lax", httponly=True)
        return response
    context = {
        "form": form,
        "next": request.GET.get("next", request.POST.get("next", "")),
        "brand": look_called(chain),
    }
    return render(request, "people/sign_in.html", context, status=422 if form.errors else 200)


@access.own_check("who has just typed a start code that holds")
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def own_password(request: HttpRequest) -> HttpResponse:
    """A password of one's own in exchange for the start code. Nobody is signed in before it is set."""
    try:
        hand = held_code(request)
        form = OwnPasswordForm(hand.code, request.POST or None)
        if request.method == "POST" and form.is_valid():
            person = begin(code=hand.code, password=form.cleaned_data["password"])
            response = enter(request, person, own_page(request))
            response.set_cookie(OFFER, "1", max_age=OFFERED, samesite="Lax")
            return response
    except CodeGone:
        return _again(request)
    context = {"form": form, "person": hand.code.person, "poster": hand.poster, "next": own_page(request)}
    return render(request, "people/own_password.html", context, status=422 if form.errors else 200)


def _let_in(request: HttpRequest, form: SignInForm) -> HttpResponse:
    if form.person:
        return enter(request, form.person, own_page(request))
    onward = urlencode({"next": own_page(request)})
    take_in_hand(request, form.code)
    return HttpResponseRedirect(f"{reverse('own-password')}?{onward}")


def _again(request: HttpRequest) -> HttpResponse:
    """Back to where the code came from: the poster's page, or the sign-in."""
    poster = let_go(request)
    if poster:
        messages.error(request, _("這一步等太久，已經失效了。請從這裡再走一次。"))
        return redirect("join", poster)
    messages.error(request, _("請再登入一次：密碼欄填起始碼。起始碼不能用了，就請店長重新給你一組。"))
    return HttpResponseRedirect("/sign-in/?" + urlencode({"next": own_page(request)}))


@access.before_factor
@access.signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session; the browser forgets the pages it has seen, the phone's worker those it has kept."""
    logout(request)
    return HttpResponseRedirect("/sign-in/", headers={"Clear-Site-Data": '"cache"'})


@access.signed_in
def me(request: HttpRequest) -> HttpResponse:
    """What the platform knows about the person who looks: number, name, language, postings."""
    postings = Posting.objects.alive(timezone.now()).filter(person=request.user)
    context = {"postings": postings.select_related("store", "region", "chain"), "draft": get_language() in DRAFTS}
    return render(request, "people/me.html", context)
