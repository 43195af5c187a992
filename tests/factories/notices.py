"""People who are told something, and ways to reach them."""

import base64
import os
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone

from people.channels.reaching import subscribe
from people.models import Notice, Person, Reach
from people.notices.actions import notify
from people.notices.telling import Telling

COURSE = {"course": {"zh-Hant": "門市關懷前線", "en": "Care at the counter"}, "due_on": "2026-12-07"}
_numbers = iter(range(1, 10**9))


def telling(person: Person, kind: str = "enrolled", **other: object) -> Telling:
    """Something told to somebody; a fact of its own each time unless `key` is given."""
    fields: dict[str, object] = {"key": f"{kind}:{next(_numbers)}", "data": COURSE, "link": "/certificates/"}
    return Telling(person.pk, kind, **(fields | other))


def noticed(person: Person, kind: str = "enrolled", *, at: datetime | None = None, **other: object) -> Notice:
    """A notice of somebody, made as the product makes it."""
    told = telling(person, kind, **other)
    notify([told], at=at)
    return Notice.objects.get(key=told.key)


def unread_by(person_id: int) -> int:
    """How many notices somebody has not read, whether they still stand today or not."""
    return Notice.objects.filter(person=person_id).unread().count()


def browser_keys() -> tuple[ec.EllipticCurvePrivateKey, bytes, dict[str, str]]:
    """What a browser makes when it subscribes: its private key, the shared secret, and what it tells us of them."""
    private, auth = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return private, auth, {"p256dh": _text(point), "auth": _text(auth)}


def by_push(person: Person, endpoint: str = "", *, at: datetime | None = None, browser: str = "") -> Reach:
    """Somebody who has switched on the notifications of a browser."""
    address = endpoint or f"https://fcm.googleapis.com/fcm/send/{next(_numbers)}"
    return subscribe(person=person, endpoint=address, secrets=browser_keys()[2], browser=browser, at=at)


def by_mail(person: Person, address: str = "alice@mail.test") -> Reach:
    """Somebody whose mail address is confirmed."""
    now = timezone.now()
    return Reach.objects.create(person=person, channel="mail", address=address, made_at=now, confirmed_at=now)


def by_line(person: Person, user: str = "U" + "a" * 32) -> Reach:
    """Somebody whose LINE account is linked."""
    now = timezone.now()
    return Reach.objects.create(person=person, channel="line", address=user, made_at=now, confirmed_at=now)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
