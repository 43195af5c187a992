from django.urls import include, path, re_path

from people import views
from people.brands import views as brand_views
from people.languages import views as language_views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/password/", views.own_password, name="own-password"),
    path("join/", include("people.joining.urls")),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("me/", views.me, name="me"),
    path("language/", language_views.choose, name="language"),
    re_path(r"^logos/(?P<sha256>[0-9a-f]{64})\.webp$", brand_views.logo, name="logo"),
    path("brands/<slug:slug>.css", brand_views.sheet, name="brand-sheet"),
]
