"""How messages leave the house: what the environment says of mail and web push, or a sentence why it makes no sense."""

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

DEFAULT_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


@dataclass(frozen=True)
class MailServer:
    """The operator's SMTP server; `tls`: STARTTLS, `ssl`: TLS from the first byte."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: bool = False
    ssl: bool = False


def mail_server(url: str) -> MailServer | None:
    """The server of `MAIL_URL`, None where it is empty. Raises ImproperlyConfigured."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _nonsense_mail() from None
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise _nonsense_mail()
    return MailServer(
        host=parts.hostname,
        port=port or DEFAULT_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parts.scheme == "smtp+tls",
        ssl=parts.scheme == "smtps",
    )


def _nonsense_mail() -> ImproperlyConfigured:
    # The value holds a password: it is not repeated.
    return ImproperlyConfigured(
        "MAIL_URL makes no sense: write smtp+tls://user:password@host:587 (or smtps://, smtp://), or unset it."
    )


def vapid_key(given: str) -> str:
    """`VAPID_PRIVATE_KEY` as it was given, or empty: then one is made from SECRET_KEY. Raises ImproperlyConfigured."""
    if given and not 0 < _number(given) < ORDER:
        raise ImproperlyConfigured(
            "VAPID_PRIVATE_KEY makes no sense: give the 32 bytes of a P-256 key as base64url, or unset it."
        )
    return given


def _number(given: str) -> int:
    try:
        raw = base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return 0
    return int.from_bytes(raw) if len(raw) == 32 else 0
