"""Web push: to a browser, through its maker's push service, encrypted for that browser alone.

The service knows no idempotency key: at least once. The message carries the notice's key as its tag, so that a phone
shows one that arrives twice in one place.
"""

import base64
import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, derive_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils import timezone

from people.channels.endpoints import is_known, is_public
from people.channels.interface import PATIENCE_SECONDS, Gone, Later, Refused
from people.models import Person, Reach
from people.notices.texts import Text

STANDS_SECONDS = 24 * 3600
"""How long the service keeps a message for a phone that is off, unless it says nothing any more before; later the inbox
has it anyway."""

URGENT_SECONDS = 3600
"""What is over within the hour wakes a phone that saves its battery."""

GONE = (404, 410)
BUSY = (408, 425, 429)
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


class WebPush:
    name: str = Reach.Channel.WEB_PUSH

    def serves(self, person: Person) -> bool:
        return True

    def send(self, reach: Reach, text: Text, key: str, *, until: datetime | None = None) -> None:
        _go_nowhere_else(reach.address)
        told = {"key": key, "title": text.title, "body": text.body, "link": text.link}
        _judge(_post(reach, json.dumps(told, ensure_ascii=False), _stands(until)))


def _stands(until: datetime | None) -> int:
    """For how many seconds the service shall keep a message that says nothing any more at `until`."""
    left = STANDS_SECONDS if until is None else int((until - timezone.now()).total_seconds())
    return max(0, min(left, STANDS_SECONDS))


def _go_nowhere_else(endpoint: str) -> None:
    if not is_known(endpoint):
        raise Gone("an unknown push service")
    try:
        public = is_public(endpoint)
    except OSError as fault:
        raise Later("the push service's name is not found") from fault
    if not public:
        raise Refused("the push service's name leads to an internal address")


def _post(reach: Reach, message: str, seconds: int) -> int:
    # Here and not above: it brings a second HTTP library, which only a worker needs.
    import requests
    from py_vapid import Vapid
    from pywebpush import WebPushException, webpush

    class Straight(requests.Session):
        """Follows nobody elsewhere: where a message may go was judged before."""

        def request(self, *args: Any, **kwargs: Any) -> requests.Response:
            return super().request(*args, **{**kwargs, "allow_redirects": False})

    try:
        with Straight() as session:
            webpush(
                subscription_info={"endpoint": reach.address, "keys": reach.secrets},
                data=message,
                vapid_private_key=Vapid(private_key=private_key()),
                vapid_claims={"sub": settings.VAPID_SUBJECT},
                ttl=seconds,
                headers={"Urgency": "high" if seconds <= URGENT_SECONDS else "normal"},
                timeout=PATIENCE_SECONDS,
                requests_session=session,
            )
    except requests.RequestException as fault:
        raise Later(type(fault).__name__) from fault
    except WebPushException as fault:
        return int(fault.status_code or 0)
    return 201


def _judge(status: int) -> None:
    if status in GONE:
        raise Gone(f"HTTP {status}")
    if status in BUSY or status >= 500:
        raise Later(f"HTTP {status}")
    if status >= 300 or not status:
        raise Refused(f"HTTP {status}")


def private_key() -> EllipticCurvePrivateKey:
    """The project's VAPID key: `VAPID_PRIVATE_KEY`, else one made from `SECRET_KEY`, the same in every process."""
    return _key(settings.VAPID_PRIVATE_KEY, settings.SECRET_KEY)


def public_key() -> str:
    """What a browser is given to subscribe with: base64url of the point."""
    point = private_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


@lru_cache(maxsize=4)
def _key(given: str, secret: str) -> EllipticCurvePrivateKey:
    if given:
        raw = int.from_bytes(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))
    else:
        # 16 bytes more than the order has, so that no key is likelier than another.
        drawn = HKDF(SHA256(), 48, salt=None, info=b"streetlight: web push").derive(secret.encode())
        raw = int.from_bytes(drawn) % (ORDER - 1) + 1
    return derive_private_key(raw, SECP256R1())
