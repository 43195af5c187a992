"""What stands in the studio's menu for some and not for others."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from content.studio import at_the_desk


class DeskItem(MenuItem):
    """A way to a page of the operators' desk; nobody else sees it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return at_the_desk(request)
