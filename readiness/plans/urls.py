from django.urls import path

from readiness.plans import views

urlpatterns = [
    path("", views.shifts, name="board-shifts"),
    path("leave/", views.leave, name="board-leave"),
    path("leave/<int:absence>/drop/", views.drop_leave, name="board-leave-drop"),
    path("hours/", views.hours, name="board-hours"),
]
