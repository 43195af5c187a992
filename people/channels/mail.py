"""Mail: plain text through the operator's SMTP server (`MAIL_URL`).

SMTP knows no idempotency key: at least once. The key stands in a header, and the Message-ID is made from it, so that a
mailbox which compares shows one that arrives twice only once.
"""

import hashlib
import smtplib
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from people.channels.interface import Gone, Later, Refused
from people.models import Person, Reach
from people.notices.texts import Text

KEY_HEADER = "X-Streetlight-Key"


class Mail:
    name: str = Reach.Channel.MAIL

    def serves(self, person: Person) -> bool:
        return bool(settings.MAIL_URL)

    def send(self, reach: Reach, text: Text, key: str, *, until: datetime | None = None) -> None:
        body = _("%(body)s\n\n打開：%(address)s\n\n不想再收信，可以在「我」的「通知」裡關掉。") % {
            "body": text.body,
            "address": settings.BASE_URL + text.link,
        }
        send_plain(reach.address, text.title, body, key)


def send_plain(address: str, subject: str, body: str, key: str) -> None:
    """Send one plain mail; raises Gone, Later or Refused."""
    message = EmailMessage(_one_line(subject), body, settings.DEFAULT_FROM_EMAIL, [address], headers=_headers(key))
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as fault:
        code, said = fault.recipients[address]
        raise _refusal(code, said, Gone) from fault
    except smtplib.SMTPResponseException as fault:
        raise _refusal(fault.smtp_code, fault.smtp_error, Refused) from fault
    except (smtplib.SMTPException, OSError) as fault:
        raise Later(type(fault).__name__) from fault


def _refusal(code: int, said: bytes | str, permanent: type[Gone | Refused]) -> Exception:
    """4xx is for now, 5xx for ever; one's own sign-in that fails is mended by the operator."""
    words = f"SMTP {code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return Later(words) if code < 500 or code in (530, 534, 535, 538) else permanent(words)


def _headers(key: str) -> dict[str, str]:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return {KEY_HEADER: key, "Message-ID": f"<{digest}@{host}>", "Auto-Submitted": "auto-generated"}


def _one_line(subject: str) -> str:
    return " ".join(subject.split())
