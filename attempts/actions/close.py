"""Closing attempts whose edition was withdrawn."""

from attempts.models import Attempt


def close_withdrawn(*, edition_sha256: str) -> int:
    """Close all open attempts at a withdrawn edition in one statement; steps that still come are kept as late."""
    open_ones = Attempt.objects.open().filter(edition_id=edition_sha256, edition__withdrawn_at__isnull=False)
    return open_ones.update(state=Attempt.State.CLOSED)
