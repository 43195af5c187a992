"""Secrets at rest: what codes are made from, and a chain's LINE token, are of no use to who has only a copy of the
database."""

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

PURPOSE = b"streetlight: secrets of second factors"
"""What the key is derived for. It seals LINE tokens too, and keeps its first wording: with another nothing that is
sealed already would open."""


class Unreadable(Exception):
    """A secret was sealed with a SECRET_KEY that is not among ours any more."""


def seal(text: str) -> str:
    """Encrypt with a key derived from SECRET_KEY."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Decrypt with SECRET_KEY or one of its fallbacks; Unreadable where none fits."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as fault:
        raise Unreadable from fault


def _box() -> MultiFernet:
    return _box_of((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=4)
def _box_of(keys: Iterable[str]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(force_bytes(key))) for key in keys])


def _derived(key: bytes) -> bytes:
    return urlsafe_b64encode(HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key))
