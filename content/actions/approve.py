"""What follows from an expert's approval. Wagtail imports this while its own models load: it can import none."""

from typing import Any

from content.rules import REVIEWED


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish what the experts approved, and say on it that it was reviewed. Raises CannotPublish on lint errors.

    Approving is their right even where publishing is not.
    """
    page = workflow_state.content_object.get_latest_revision_as_object()
    if hasattr(page, "review"):
        page.review = REVIEWED
    page.publish(page.save_revision(user=user, log_action=True), user=user, skip_permission_checks=True)
