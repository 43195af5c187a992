"""Who is told that somebody scanned the poster of a store and asks to come in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outbox.actions import drain
from people.actions import end_posting
from people.doors import stores_to_staff
from people.joining.asking import Scanner, knock
from people.joining.deciding import refuse
from people.joining.rules import ASKING
from people.models import JoinReason, JoinRequest, Notice, Role
from people.notices.queries import inbox
from tests.factories.people import StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
LAN = Scanner("F9", "阮氏蘭", "vi")


@pytest.fixture
def store():
    return StoreFactory(region__chain__slug="morning", code="10231", name="榕樹門市")


@pytest.fixture
def boss(store):
    return posted(Role.MANAGER, store, "林店長")


def asked(store, at=None, who=LAN):
    knock(store=store, who=who, at=at or timezone.now())
    return JoinRequest.objects.latest("pk")


def told():
    drain()
    return set(Notice.objects.values_list("person__name", flat=True))


def test_the_stores_manager_is_told_once_and_led_to_who_waits(store, boss, client):
    asked(store)
    assert told() == {"林店長"}
    (entry,) = inbox(boss, timezone.now()).entries
    assert (entry.text.title, entry.text.link) == ("有人想加入榕樹門市", "/board/morning/invite/store/10231/")
    client.force_login(boss)
    page = client.get(entry.path, follow=True).content.decode()
    assert "阮氏蘭" in page


def test_owners_are_told_of_each_store_of_theirs_however_it_became_theirs(store):
    posted(Role.OWNER, store, "王加盟主")
    posted(Role.OWNER, store.region, "陳加盟主")
    posted(Role.OWNER, store.region.chain, "吳加盟主")
    asked(store)
    assert told() == {"王加盟主", "陳加盟主", "吳加盟主"}


def test_everybody_who_is_told_may_let_them_in(store, boss):
    posted(Role.OWNER, store.region, "陳加盟主")
    asked(store)
    told()
    for notice in Notice.objects.select_related("person"):
        assert store in stores_to_staff(notice.person)


def test_nobody_else_hears_of_it(store, boss):
    elsewhere = StoreFactory(region=store.region)
    for role, scope in [
        (Role.MANAGER, elsewhere),
        (Role.OWNER, elsewhere),
        (Role.OWNER, StoreFactory().region.chain),
        (Role.HR, store.region.chain),
        (Role.SUPERVISOR, store.region),
        (Role.AUDITOR, store.region.chain),
    ]:
        posted(role, scope)
    clerk(store)
    end_posting(posting=posted(Role.MANAGER, store, "前店長").postings.get(), by=None)
    asked(store)
    assert told() == {"林店長"}


def test_somebody_who_is_manager_and_owner_is_told_once(store, boss):
    from_above = posted(Role.OWNER, store.region, "王加盟主")
    from_above.postings.create(role=Role.MANAGER, store=store, since=timezone.now() - timedelta(days=1))
    asked(store)
    drain()
    assert Notice.objects.filter(person=from_above).count() == 1


def test_what_was_decided_meanwhile_is_told_to_nobody(store, boss):
    one = asked(store)
    refuse(asked=one, reason=JoinReason.NOT_HERE, by=boss, at=timezone.now())
    assert told() == set()


def test_what_was_asked_long_ago_is_told_to_nobody(store, boss):
    asked(store, timezone.now() - timedelta(days=4))
    assert told() == set()


def test_it_leaves_the_inbox_when_nobody_can_answer_it_any_more(store, boss):
    one = asked(store)
    drain()
    assert len(inbox(boss, one.asked_at + ASKING - timedelta(minutes=1)).entries) == 1
    assert inbox(boss, one.asked_at + ASKING).entries == []


def test_the_name_of_who_asks_is_not_in_it(store, boss):
    asked(store)
    drain()
    notice = Notice.objects.get()
    assert LAN.name not in f"{notice.data}{notice.link}{notice.key}"
