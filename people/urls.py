from django.urls import include, path, re_path

from people import views
from people.brands import views as brand_views
from people.factors import views as factor_views
from people.factors import views_sign_in
from people.languages import views as language_views
from people.shifts.presence import views as presence_views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/password/", views.own_password, name="own-password"),
    path("sign-in/passkey/", views_sign_in.by_passkey, name="sign-in-by-passkey"),
    # The names by which django-allauth leads to the two pages of signing in.
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/second-step/", views_sign_in.second_step, name="mfa_authenticate"),
    path("me/keys/", factor_views.my_keys, name="my-keys"),
    path("me/keys/again/", factor_views.again, name="keys-again"),
    path("me/keys/passkey/", factor_views.add_a_passkey, name="add-passkey"),
    path("me/keys/app/", factor_views.add_an_app, name="add-app"),
    path("me/keys/codes/", factor_views.recovery_codes, name="recovery-codes"),
    path("me/keys/<int:pk>/remove/", factor_views.remove_key, name="remove-key"),
    path("join/", include("people.joining.urls")),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("me/", views.me, name="me"),
    path("me/shift/", presence_views.on, name="on-shift"),
    path("me/shift/end/", presence_views.off, name="off-shift"),
    path("language/", language_views.choose, name="language"),
    re_path(r"^logos/(?P<sha256>[0-9a-f]{64})\.webp$", brand_views.logo, name="logo"),
    path("brands/<slug:slug>.css", brand_views.sheet, name="brand-sheet"),
    path("", include("people.notices.urls")),
]
