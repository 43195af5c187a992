"""Mail, against a real SMTP server."""

from email import message_from_bytes, policy

import pytest

from people.channels.interface import Gone, Later, Refused
from people.channels.mail import Mail
from people.models import Reach
from people.notices.texts import Text
from tests.people.channels.providers import smtp_service

TEXT = Text("新的課程：\n門市關懷前線", "12月7日前走完就可以。", "/notices/7/")


@pytest.fixture
def postbox(settings):
    with smtp_service() as (postbox, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield postbox


def send():
    Mail().send(Reach(address="alice@mail.test"), TEXT, "enrolled:7:3")


def test_it_arrives_as_plain_text_with_its_key(postbox):
    send()
    ((recipients, raw),) = postbox.mails
    mail = message_from_bytes(raw, policy=policy.default)
    assert recipients == ["alice@mail.test"]
    assert (mail["Subject"], mail["X-Streetlight-Key"]) == ("新的課程： 門市關懷前線", "enrolled:7:3")
    assert mail.get_content_type() == "text/plain"
    assert "http://localhost:8000/notices/7/" in mail.get_content()


def test_sent_twice_it_is_the_same_message(postbox):
    send()
    send()
    ids = [message_from_bytes(raw)["Message-ID"] for _to, raw in postbox.mails]
    assert (len(ids), len(set(ids))) == (2, 1)


@pytest.mark.parametrize(
    ("where", "says", "becomes"),
    [
        ("RCPT", "550 no such user", Gone),
        ("RCPT", "450 mailbox busy", Later),
        ("DATA", "554 looks like spam", Refused),
        ("DATA", "451 try again", Later),
    ],
)
def test_what_the_server_says_becomes_one_of_three_errors(postbox, where, says, becomes):
    postbox.refuses[where] = says
    with pytest.raises(becomes):
        send()
    assert postbox.mails == []


def test_a_server_that_is_down_is_tried_later(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(Later):
        send()
