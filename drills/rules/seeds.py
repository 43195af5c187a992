"""Chance that can be repeated: SHA-256 of a seed and of what is asked about, as an auditor can compute it by hand."""

from hashlib import sha256

BITS = 256


def number(*parts: object) -> int:
    """A number of 256 bits that follows from the parts: SHA-256 of their texts, one a line, in UTF-8."""
    return int.from_bytes(sha256("\n".join(map(str, parts)).encode()).digest(), "big")


def index(size: int, *parts: object) -> int:
    """One of 0 … size - 1, each as likely; `size` is far below 2 ** 256, so that no rest favours any."""
    return number(*parts) * size >> BITS
