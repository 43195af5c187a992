from django.urls import path

from attempts import views

urlpatterns = [path("me/time/", views.my_time, name="my-time")]
