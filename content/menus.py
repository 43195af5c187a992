"""What stands in the studio's menu for some and not for others."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


class ItemFor(MenuItem):
    """A way to a page for those of whom `shown(request)` holds; nobody else sees it."""

    def __init__(self, label: str, url: str, *, shown: Callable[[HttpRequest], bool], **more: Any) -> None:
        super().__init__(label, url, **more)
        self._shown = shown

    def is_shown(self, request: HttpRequest) -> bool:
        return self._shown(request)
