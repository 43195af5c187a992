"""Codes that stand in addresses of pages: a slash would cut one in two, and a browser walks back over dots alone."""

WALKS_BACK = (".", "..")


def fits_an_address(code: str) -> bool:
    """Whether a page about what has this code can be reached."""
    return bool(code) and "/" not in code and code not in WALKS_BACK
