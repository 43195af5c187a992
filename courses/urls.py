from django.urls import path

from courses import views
from courses.refreshers import views as refreshers

urlpatterns = [
    path("courses/<int:enrolment>/", views.street, name="street"),
    path("learn/<int:enrolment>/<uuid:work>/", views.learn, name="learn"),
    path("refresher/", refreshers.round_of_today, name="refreshers"),
    path("refresher/<int:memory>/", refreshers.ask, name="refresher"),
]
