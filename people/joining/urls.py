from django.urls import path

from people.joining import views

urlpatterns = [
    path("<str:token>/", views.join, name="join"),
    path("<str:token>/stand/", views.stand, name="join-stand"),
    path("<str:token>/begin/", views.begin, name="join-begin"),
]
