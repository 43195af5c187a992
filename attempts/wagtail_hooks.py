"""What this room adds to the studio: 「夥伴的回饋」, its place in the menu, and what waits on the trainer's home."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component

from attempts import views
from attempts.queries.flags import open_by_work
from content.menus import ItemFor
from content.studio import own_works_for


@hooks.register("register_admin_urls")
def feedback_urls() -> list[URLPattern]:
    return [
        path("feedback/", views.feedback, name="studio_feedback"),
        path("feedback/opinions/", views.opinion, name="studio_opinions"),
        path("feedback/<uuid:work_id>/answer/", views.answer, name="studio_answer_flags"),
        path("feedback/<uuid:work_id>/<slug:node>/mend/", views.mend, name="studio_mend"),
    ]


@hooks.register("register_admin_menu_item")
def feedback_menu_item() -> ItemFor:
    url = reverse("studio_feedback")
    return ItemFor(_("夥伴的回饋"), url, shown=answers_for_works, name="feedback", icon_name="comment", order=150)


def answers_for_works(request: HttpRequest) -> bool:
    return own_works_for(request.user).exists()


class FeedbackPanel(Component):
    """How many reports wait at which work."""

    order = 20
    template_name = "attempts/studio/panel.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"waiting": open_by_work(own_works_for(parent_context["request"].user))}


@hooks.register("construct_homepage_panels")
def what_waits(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(FeedbackPanel())


@hooks.register("insert_global_admin_css")
def feedback_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("attempts/studio.css"))
