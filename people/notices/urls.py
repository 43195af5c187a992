from django.urls import path

from people.channels import views as channel_views
from people.notices import views

urlpatterns = [
    path("notices/", views.listed, name="notices"),
    path("notices/read/", views.all_read, name="notices-read"),
    path("notices/<int:notice>/", views.opened, name="notice"),
    path("me/notices/", views.choices, name="notice-choices"),
    path("me/mail/", views.address, name="mail-address"),
    path("me/mail/confirm/", views.confirm, name="mail-confirm"),
    path("me/line/", views.line_code, name="line-code"),
    path("me/reach/<slug:channel>/stop/", views.stopped, name="reach-stop"),
    path("me/push/", views.push, name="push"),
    path("me/push/over/", views.push_over, name="push-over"),
    path("line/<slug:chain>/", channel_views.line, name="line-webhook"),
]
