"""Panels of the studio: 檢查結果, what lint says of the draft at any time, and the libraries on the home page."""

from typing import Any

from wagtail.admin.panels import Panel
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from content.checking import check
from content.rules import SOURCE_LOCALE
from content.translating import finished_translations


class FindingsPanel(Panel):
    """Shows findings and the review state; marks the steps concerned by script (`content/script-editor.js`)."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "content/panels/findings.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and self.instance.locale.language_code == SOURCE_LOCALE

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return context | findings_context(self.instance)


def findings_context(page: Any) -> dict[str, Any]:
    """What the list of findings shows: `page`, `checked`, and the findings as data for the script."""
    checked = check(page, finished_translations(page))
    places = [
        {"node": each.node, "choice": each.choice, "severity": each.severity, "message": each.message}
        for each in checked.findings
    ]
    return {"page": page, "checked": checked, "places": places}


class LibrariesPanel(Component):
    """The libraries in which this person works, each with what can be written there."""

    order = 10
    template_name = "content/panels/libraries.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        person = parent_context["request"].user
        mine = policy_registry.get_by_type(Page).instances_user_has_permission_for(person, "change")
        libraries = mine.filter(content_type__model="librarypage", locale__language_code=SOURCE_LOCALE)
        addable = mine.filter(pk__in=libraries.values("pk")) & policy_registry.get_by_type(
            Page
        ).instances_user_has_permission_for(person, "add")
        return {"libraries": libraries.order_by("path"), "addable": set(addable.values_list("pk", flat=True))}
