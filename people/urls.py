from django.urls import include, path, re_path

from people import views
from people.brands import views as brand_views
from people.channels import views as channel_views
from people.languages import views as language_views
from people.notices import views as notice_views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/password/", views.own_password, name="own-password"),
    path("join/", include("people.joining.urls")),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("me/", views.me, name="me"),
    path("language/", language_views.choose, name="language"),
    re_path(r"^logos/(?P<sha256>[0-9a-f]{64})\.webp$", brand_views.logo, name="logo"),
    path("brands/<slug:slug>.css", brand_views.sheet, name="brand-sheet"),
    path("notices/", notice_views.listed, name="notices"),
    path("notices/read/", notice_views.all_read, name="notices-read"),
    path("notices/<int:notice>/", notice_views.opened, name="notice"),
    path("me/notices/", notice_views.choices, name="notice-choices"),
    path("me/mail/", notice_views.address, name="mail-address"),
    path("me/mail/confirm/", notice_views.confirm, name="mail-confirm"),
    path("me/line/", notice_views.line_code, name="line-code"),
    path("me/reach/<slug:channel>/stop/", notice_views.stopped, name="reach-stop"),
    path("me/push/", notice_views.push, name="push"),
    path("me/push/over/", notice_views.push_over, name="push-over"),
    path("line/<slug:chain>/", channel_views.line, name="line-webhook"),
]
