"""LINE, against a double of its published contract: sending, and what its webhook tells us."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from outbox.actions import drain
from outbox.models import Owed
from people.channels.interface import Later, Refused
from people.channels.line import Line, basic_id_of, reply
from people.channels.reaching import CODE_HOLDS, give_line_code
from people.factors.ciphers import seal
from people.models import LineChannel, Reach
from people.notices.texts import Text
from tests.factories.notices import by_line
from tests.factories.people import StoreFactory, clerk
from tests.people.channels.providers import LineDouble, http_service

pytestmark = pytest.mark.django_db
TEXT = Text("新的課程", "12月7日前走完就可以。", "/notices/7/")
SECRET, USER = "channel-secret", "U" + "b" * 32


@pytest.fixture
def alice():
    return clerk(StoreFactory(region__chain__slug="morning"))


@pytest.fixture
def channel(alice):
    return LineChannel.objects.create(
        chain=alice.chain, basic_id="@lamp", sealed_token=seal(LineDouble.TOKEN), sealed_secret=seal(SECRET)
    )


@pytest.fixture
def line(settings):
    double = LineDouble()
    with http_service(double) as provider:
        settings.LINE_API_URL = provider.url
        double.asked = provider.asked
        yield double


def test_a_text_goes_to_the_linked_account(line, channel, alice):
    Line().send(by_line(alice, USER), TEXT, "enrolled:7:3")
    (sent,) = line.sent
    assert (sent["to"], sent["messages"][0]["text"].splitlines()[-1]) == (USER, "http://localhost:8000/notices/7/")


def test_sent_twice_it_arrives_once(line, channel, alice):
    reach = by_line(alice, USER)
    Line().send(reach, TEXT, "enrolled:7:3")
    Line().send(reach, TEXT, "enrolled:7:3")
    assert (len(line.asked), len(line.sent)) == (2, 1)


@pytest.mark.parametrize(
    ("status", "becomes"), [(400, Refused), (403, Refused), (401, Later), (429, Later), (500, Later)]
)
def test_what_line_says_becomes_an_error_of_ours(line, channel, alice, status, becomes):
    line.fault = status
    with pytest.raises(becomes, match=str(status)):
        Line().send(by_line(alice, USER), TEXT, "key")


def test_a_token_that_was_changed_waits_for_the_new_one(line, channel, alice):
    channel.sealed_token = seal("old")
    channel.save()
    with pytest.raises(Later, match="401"):
        Line().send(by_line(alice, USER), TEXT, "key")


def test_a_line_that_is_down_is_tried_later(channel, alice, settings):
    settings.LINE_API_URL = "http://127.0.0.1:9"
    with pytest.raises(Later):
        Line().send(by_line(alice, USER), TEXT, "key")


def test_a_copy_of_the_database_tells_no_token(channel, settings):
    assert LineDouble.TOKEN not in channel.sealed_token
    settings.SECRET_KEY = "another"
    with pytest.raises(Later, match="SECRET_KEY"):
        reply(channel, "token", "words")


def test_the_account_tells_its_name(line):
    assert basic_id_of(LineDouble.TOKEN) == "@lamp"


def test_a_person_of_a_chain_without_an_account_is_not_served(alice, channel):
    assert Line().serves(alice)
    assert not Line().serves(clerk(StoreFactory()))


def event(words="", kind="message", user=USER, **other):
    told = {"type": kind, "mode": "active", "source": {"type": "user", "userId": user}, "replyToken": "r1"}
    return told | ({"message": {"type": "text", "id": "1", "text": words}} if kind == "message" else {}) | other


def webhook(client, *events, secret=SECRET, address="/line/morning/", raw=None):
    body = raw if raw is not None else json.dumps({"destination": "Ubot", "events": list(events)}).encode()
    signature = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
    return client.post(address, body, content_type="application/json", headers={"X-Line-Signature": signature})


def linked():
    return [(reach.person, reach.address) for reach in Reach.objects.usable().filter(channel="line")]


def test_who_sends_their_code_is_linked_and_told_so(client, line, channel, alice):
    code = give_line_code(person=alice)
    assert webhook(client, event(f" {code[:4].lower()}-{code[4:]} ")).status_code == 200
    assert linked() == [(alice, USER)]
    drain()
    assert line.sent[0]["messages"][0]["text"].startswith("連結好了")


def test_a_code_links_once(client, line, channel, alice):
    code = give_line_code(person=alice)
    webhook(client, event(code))
    webhook(client, event(code, user="U" + "c" * 32, replyToken="r2"))
    assert linked() == [(alice, USER)]


def test_what_line_tells_again_is_not_called_a_wrong_code(client, line, channel, alice):
    code = give_line_code(person=alice)
    webhook(client, event(code))
    webhook(client, event(code, deliveryContext={"isRedelivery": True}))
    drain()
    assert [sent["messages"][0]["text"][:4] for sent in line.sent] == ["連結好了"]


@pytest.mark.parametrize("words", ["", "hello", "CDFGHJKM", "x" * 5000])
def test_a_code_that_nobody_was_given_links_nobody(client, line, channel, alice, words):
    give_line_code(person=alice)
    webhook(client, event(words))
    drain()
    assert linked() == []
    assert line.sent[0]["messages"][0]["text"].startswith("這個連結碼不對")


def test_an_old_code_links_nobody(client, channel, alice):
    code = give_line_code(person=alice, at=timezone.now() - CODE_HOLDS - timedelta(seconds=1))
    webhook(client, event(code))
    assert linked() == []


def test_a_code_of_another_chain_links_nobody(client, channel):
    code = give_line_code(person=clerk(StoreFactory()))
    webhook(client, event(code))
    assert linked() == []


def test_an_account_belongs_to_whom_linked_it_last(client, channel, alice):
    by_line(clerk(StoreFactory(region__chain=alice.chain)), USER)
    webhook(client, event(give_line_code(person=alice)))
    assert linked() == [(alice, USER)]


def test_who_unfollows_is_written_to_no_more(client, channel, alice):
    by_line(alice, USER)
    webhook(client, event(kind="unfollow"))
    assert linked() == []
    assert Reach.objects.get().ended_because == "unfollowed"


def test_who_follows_is_told_how_to_link(client, line, channel):
    webhook(client, event(kind="follow"))
    drain()
    assert "連結碼" in line.sent[0]["messages"][0]["text"]


def test_an_answer_that_comes_too_late_is_let_go(client, line, channel):
    line.replies.add("r1")
    webhook(client, event(kind="follow"))
    drain()
    assert (line.sent, Owed.objects.get(kind="people.line.reply").state) == ([], "done")


def test_a_forged_word_changes_nothing(client, channel, alice):
    by_line(alice, USER)
    assert webhook(client, event(kind="unfollow"), secret="guessed").status_code == 401
    assert client.post("/line/morning/", b"{}", content_type="application/json").status_code == 401
    assert linked() == [(alice, USER)]


def test_a_chain_without_an_account_has_no_door(client, channel):
    assert webhook(client, address="/line/other/").status_code == 404
    assert client.get("/line/morning/").status_code == 405


@pytest.mark.parametrize("raw", [b"no json", b"[]", b'{"events": 5}', b"\xff", b"null"])
def test_a_signed_body_that_is_none_is_refused(client, channel, raw):
    assert webhook(client, raw=raw).status_code == 400


@pytest.mark.parametrize(
    "odd",
    [
        5,
        {},
        {"type": "message", "source": {"type": "group", "groupId": "G"}},
        {"type": "message", "source": {"type": "user"}},
        {"type": "message", "source": {"type": "user", "userId": USER}, "message": {"type": "image"}},
        {"type": "unfollow", "mode": "standby", "source": {"type": "user", "userId": USER}},
        {"type": "unfollow", "source": 5},
        {"type": "message", "source": {"type": "user", "userId": USER}, "message": "words"},
    ],
)
def test_events_that_do_not_concern_us_are_passed_over(client, channel, alice, odd):
    by_line(alice, USER)
    assert webhook(client, odd).status_code == 200
    assert (linked(), Owed.objects.filter(kind="people.line.reply").count()) == ([(alice, USER)], 0)
