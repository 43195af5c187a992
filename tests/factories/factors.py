"""Second factors without a person at a phone: an authenticator in software, and an app that tells its codes."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from people.factors.actions import add_app, add_passkey
from people.models import Person

HOST = "testserver"
FLAG = AuthenticatorData.FLAG


@dataclass
class Phone:
    """One passkey in software: makes it and signs with it as a phone's secure chip would, for any challenge."""

    host: str = HOST
    origin: str = f"https://{HOST}"
    verified: bool = True
    handle: bytes = b""
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def makes(self, options: dict[str, Any]) -> str:
        """What a browser would send after `navigator.credentials.create(options)`, as JSON."""
        asked = options["publicKey"]
        self.handle = websafe_decode(asked["user"]["id"])
        told = self._told(CollectedClientData.TYPE.CREATE, asked["challenge"])
        made = AttestedCredentialData.create(
            Aaguid.NONE, self.credential_id, ES256.from_cryptography_key(self.key.public_key())
        )
        data = AuthenticatorData.create(sha256(self.host.encode()), self._flags() | FLAG.AT, 0, made)
        attested = AttestationObject.create("none", data, {})
        return self._answer(
            {"clientDataJSON": told, "attestationObject": attested}, clientExtensionResults={"credProps": {"rk": True}}
        )

    def signs(self, options: dict[str, Any]) -> str:
        """What a browser would send after `navigator.credentials.get(options)`, as JSON."""
        told = self._told(CollectedClientData.TYPE.GET, options["publicKey"]["challenge"])
        data = AuthenticatorData.create(sha256(self.host.encode()), self._flags(), 0)
        signature = self.key.sign(data + told.hash, ec.ECDSA(SHA256()))
        return self._answer(
            {"clientDataJSON": told, "authenticatorData": data, "signature": signature, "userHandle": self.handle},
            clientExtensionResults={},
        )

    def _flags(self) -> FLAG:
        return FLAG.UP | (FLAG.UV if self.verified else FLAG(0))

    def _told(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, challenge, self.origin)

    def _answer(self, response: dict[str, bytes], **more: Any) -> str:
        named = {"type": "public-key", "id": websafe_encode(self.credential_id)}
        encoded = {name: websafe_encode(part) for name, part in response.items()}
        return json.dumps(named | {"rawId": named["id"], "response": encoded} | more)


def passkey_of(person: Person, name: str = "我的手機") -> Phone:
    """A person's passkey, without its ceremony and with recovery codes; the phone that holds it."""
    phone = Phone(handle=user_pk_to_url_str(person).encode())
    options = {"publicKey": {"user": {"id": websafe_encode(phone.handle)}, "challenge": websafe_encode(b"c" * 32)}}
    add_passkey(person=person, name=name, credential=json.loads(phone.makes(options)))
    return phone


def app_of(person: Person) -> str:
    """A person's app, with recovery codes; the secret that both know."""
    secret = generate_totp_secret()
    add_app(person=person, secret=secret)
    return secret


def code_of(secret: str, at: float) -> str:
    """What the app shows at this POSIX time."""
    return format_hotp_value(hotp_value(secret, int(at) // 30))


def recovery_codes_of(person: Person) -> list[str]:
    """The codes on the person's paper that are not used yet."""
    kept = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
    codes: list[str] = RecoveryCodes(kept).get_unused_codes()
    return codes
