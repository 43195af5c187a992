"""Where web push may go. A browser hands its address in, so it could name anything, also a machine of ours.

Only services that browsers really use are taken (`settings.PUSH_HOSTS`), by https, and what their name resolves to must
be a public address. `settings.PUSH_ANYWHERE` lifts that for tests against a server on this machine.
"""

import base64
import binascii
import ipaddress
import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from django.conf import settings

LONGEST = 600


class BadSubscription(Exception):
    """Not a subscription of a browser that we know."""


def checked(told: Any) -> tuple[str, dict[str, str]]:
    """Endpoint and keys of a subscription as the browser tells it; raises BadSubscription."""
    if not isinstance(told, Mapping) or not isinstance(told.get("keys"), Mapping):
        raise BadSubscription("no subscription")
    endpoint, keys = address_in(told, "endpoint"), told["keys"]
    point, auth = _bytes(keys.get("p256dh")), _bytes(keys.get("auth"))
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    except ValueError as fault:
        raise BadSubscription("not a key") from fault
    if len(auth) != 16:
        raise BadSubscription("not a secret")
    return endpoint, {"p256dh": keys["p256dh"], "auth": keys["auth"]}


def address_in(told: Any, member: str) -> str:
    """The address of a known push service that a browser tells under this name; raises BadSubscription."""
    address = told.get(member) if isinstance(told, Mapping) else None
    if not isinstance(address, str) or not is_known(address):
        raise BadSubscription("an unknown push service")
    return address


def is_known(endpoint: str) -> bool:
    """Whether an address is one of a known push service, written as browsers write it."""
    if len(endpoint) > LONGEST or not endpoint.isascii() or any(sign <= " " or sign == "\\" for sign in endpoint):
        return False
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    if settings.PUSH_ANYWHERE:
        return bool(parts.hostname)
    return parts.scheme == "https" and port in (None, 443) and parts.username is None and _host_known(parts)


def _host_known(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    return any(host == known or host.endswith(f".{known}") for known in settings.PUSH_HOSTS)


def is_public(endpoint: str) -> bool:
    """Whether everything that the host of an address resolves to is a public address. Raises OSError where nothing is
    found."""
    if settings.PUSH_ANYWHERE:
        return True
    found = socket.getaddrinfo(urlsplit(endpoint).hostname, 443, type=socket.SOCK_STREAM)
    return all(ipaddress.ip_address(entry[4][0]).is_global for entry in found)


def _bytes(told: Any) -> bytes:
    if not isinstance(told, str):
        raise BadSubscription("no keys")
    try:
        return base64.b64decode(told + "=" * (-len(told) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as fault:
        raise BadSubscription("not base64") from fault
