"""The desk of drills in the studio: for trainers and operators."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks

from content.menus import ItemFor
from drills.desk import views
from drills.desk.queries import owners_for


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    return [
        path("drills/", views.listed, name="studio_drills"),
        path("drills/new/", views.new, name="studio_drill_new"),
        path("drills/<int:pk>/", views.one, name="studio_drill_plan"),
        path("drills/<int:pk>/audience/", views.audience, name="studio_drill_audience"),
        path("drills/<int:pk>/change/", views.change, name="studio_drill_change"),
        path("drills/<int:pk>/step/", views.step, name="studio_drill_step"),
    ]


@hooks.register("register_admin_menu_item")
def drills_in_the_menu() -> ItemFor:
    return ItemFor("演練", reverse("studio_drills"), shown=writes_plans, name="drills", icon_name="time", order=250)


def writes_plans(request: HttpRequest) -> bool:
    return bool(owners_for(request.user))
