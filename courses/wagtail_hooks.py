"""The desk of chains in the studio; only operators of the programme see it."""

from django.urls import URLPattern, path, reverse
from wagtail import hooks

from content.menus import ItemFor
from content.studio import at_the_desk
from courses.desk import views


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    return [
        path("chains/", views.listed, name="studio_chains"),
        path("chains/found/", views.found, name="studio_chain_found"),
        path("chains/of/<slug:slug>/", views.one, name="studio_chain"),
        path("chains/of/<slug:slug>/brand/", views.brand, name="studio_chain_brand"),
        path("chains/of/<slug:slug>/roster/", views.roster, name="studio_chain_roster"),
        path("chains/of/<slug:slug>/hr/", views.appoint, name="studio_chain_hr"),
        path("chains/of/<slug:slug>/hr/<int:posting>/end/", views.dismiss, name="studio_chain_hr_end"),
    ]


@hooks.register("register_admin_menu_item")
def chains_in_the_menu() -> ItemFor:
    return ItemFor("超商體系", reverse("studio_chains"), shown=at_the_desk, name="chains", icon_name="group", order=310)
