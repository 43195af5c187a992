"""Ways to a person begin, are proven and end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outbox.actions import drain
from people.channels.reaching import (
    CODE_HOLDS,
    CodeRefused,
    TooMany,
    code_for,
    confirm_address,
    give_address,
    leave_browser,
    link_line,
    stop,
)
from people.models import Reach
from tests.factories.notices import by_mail, by_push
from tests.factories.people import StoreFactory, clerk
from tests.people.channels.providers import smtp_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return clerk(StoreFactory())


def test_the_code_goes_to_the_address_and_confirms_it(alice, settings):
    with smtp_service() as (postbox, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        waiting = give_address(person=alice, address="alice@mail.test")
        drain()
    assert postbox.mails[0][0] == ["alice@mail.test"]
    assert not Reach.objects.usable().exists()
    confirm_address(person=alice, typed=f" {code_for(waiting)} ")
    assert Reach.objects.usable().get() == waiting


def test_a_mailbox_that_is_not_there_ends_the_waiting(alice, settings):
    with smtp_service() as (postbox, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        postbox.refuses["RCPT"] = "550 no such user"
        give_address(person=alice, address="nobody@mail.test")
        drain()
    assert Reach.objects.get().ended_because == "gone"


def wrong(code):
    return f"{(int(code) + 1) % 10**8:08d}"


def test_five_wrong_codes_end_it(alice):
    waiting = give_address(person=alice, address="alice@mail.test")
    finals = []
    for _ in range(6):
        with pytest.raises(CodeRefused) as refused:
            confirm_address(person=alice, typed=wrong(code_for(waiting)))
        finals.append(refused.value.final)
    assert finals == [False] * 4 + [True] * 2
    with pytest.raises(CodeRefused):
        confirm_address(person=alice, typed=code_for(waiting))


def test_a_code_holds_for_half_an_hour(alice):
    waiting = give_address(person=alice, address="alice@mail.test")
    with pytest.raises(CodeRefused):
        confirm_address(person=alice, typed=code_for(waiting), at=waiting.made_at + CODE_HOLDS)
    confirm_address(person=alice, typed=code_for(waiting), at=waiting.made_at + CODE_HOLDS - timedelta(seconds=1))


def test_the_code_of_a_former_address_confirms_nothing(alice):
    former = give_address(person=alice, address="old@mail.test")
    give_address(person=alice, address="new@mail.test")
    with pytest.raises(CodeRefused):
        confirm_address(person=alice, typed=code_for(former))


def test_nobody_sends_codes_to_everybody(alice):
    for n in range(5):
        give_address(person=alice, address=f"stranger{n}@mail.test")
    with pytest.raises(TooMany):
        give_address(person=alice, address="stranger5@mail.test")
    give_address(person=alice, address="alice@mail.test", at=timezone.now() + timedelta(days=1, minutes=1))


def test_a_phone_tells_only_whom_it_belongs_to_now(alice):
    bob = clerk(StoreFactory())
    by_push(alice, "https://fcm.googleapis.com/shared")
    now_bobs = by_push(bob, "https://fcm.googleapis.com/shared")
    assert list(Reach.objects.standing()) == [now_bobs]


def test_the_newest_five_phones_count(alice):
    phones = [by_push(alice) for _ in range(6)]
    assert set(Reach.objects.standing()) == set(phones[1:])


def test_a_browser_without_a_mark_ends_nothing(alice):
    by_push(alice)
    by_mail(alice)
    assert leave_browser(browser="") == 0
    assert Reach.objects.standing().count() == 2


def test_stopping_forgets_where(alice):
    by_mail(alice)
    assert [stop(person=alice, channel="mail") for _ in range(2)] == [1, 0]
    assert Reach.objects.get().address == ""


def test_half_a_code_links_nobody(alice):
    assert link_line(chain_id=alice.chain_id, line_user="U1", typed="CDFG") is None
