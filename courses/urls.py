from django.urls import path

from courses import views

urlpatterns = [
    path("courses/<int:enrolment>/", views.street, name="street"),
    path("learn/<int:enrolment>/<uuid:work>/", views.learn, name="learn"),
]
