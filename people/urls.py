from django.urls import path

from people import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/password/", views.own_password, name="own-password"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("me/", views.me, name="me"),
]
