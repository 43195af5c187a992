"""Sealing what a provider entrusts to us, so that a copy of the database opens nobody's account."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes


class Unsealable(Exception):
    """What was sealed does not open with this SECRET_KEY: it has to be given again."""


def derived(purpose: str, secret: str | bytes, length: int = 32) -> bytes:
    """Bytes made from a secret for one purpose; the same in every process that shares the secret."""
    return HKDF(SHA256(), length, salt=None, info=purpose.encode()).derive(force_bytes(secret))


def seal(text: str) -> str:
    """Encrypt a text with a key made from `SECRET_KEY`."""
    return _lock().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again, also where it was sealed with one of `SECRET_KEY_FALLBACKS`. Raises Unsealable."""
    try:
        return _lock().decrypt(sealed.encode()).decode()
    except InvalidToken as fault:
        raise Unsealable("given with another SECRET_KEY") from fault


def _lock() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [derived("people.channels.sealing", secret) for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
