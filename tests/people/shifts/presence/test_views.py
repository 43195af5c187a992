"""The control 「我在班上」 on today's page, without JavaScript."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from people.actions import post
from people.models import Presence, Role, Shift
from people.shifts.queries import there_at
from tests.factories.people import LONG_AGO, StoreFactory, clerk, person, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def store():
    return StoreFactory(name="榕樹門市")


@pytest.fixture
def alice(store):
    return clerk(store)


def phone_of(somebody):
    client = Client(enforce_csrf_checks=True)
    client.force_login(somebody)
    return client


def form_on(client):
    """The control's action and fields as a browser would send them, what is chosen first."""
    page = client.get("/").content.decode()
    section = re.search(r'<section class="card on-shift".*?</section>', page, re.S)
    if section is None:
        return None, {}, page
    text = section.group()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)"', text))
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', text, re.S):
        chosen = re.search(r'value="(\d+)" selected', options) or re.search(r'value="(\d+)"', options)
        fields[name] = chosen.group(1)
    return re.search(r'action="([^"]+)"', text).group(1), fields, text


def test_one_tap_says_so_for_eight_hours_and_one_takes_it_back(store, alice):
    phone = phone_of(alice)
    action, fields, told = form_on(phone)
    assert ("我在班上" in told, "不是打卡" in told, "榕樹門市" in told) == (True, True, False)
    began = timezone.now()
    answer = phone.post(action, fields)
    assert (answer.status_code, answer["Location"]) == (302, "/#on-shift")
    said = Presence.objects.get()
    assert (said.person, said.store, said.until - said.since) == (alice, store, timedelta(hours=8))
    assert said.since >= began
    assert there_at([store.pk], timezone.now()) == {store.pk: {alice.pk}}

    action, fields, told = form_on(phone)
    until = timezone.localtime(said.until)
    assert (f"你在榕樹門市班上，到 {until:%H:%M}" in told, "我下班了" in told) == (True, True)
    assert phone.post(action, fields)["Location"] == "/#on-shift"
    assert there_at([store.pk], timezone.now()) == {}
    assert "我在班上" in form_on(phone)[2]


def test_who_stands_in_several_stores_chooses_one_and_how_long(store, alice):
    beside = StoreFactory(region=store.region, name="河畔門市")
    post(person=alice, role=Role.CLERK, scope=beside, by=None, at=LONG_AGO)
    phone = phone_of(alice)
    action, fields, told = form_on(phone)
    assert all(word in told for word in ("榕樹門市", "河畔門市", "12 小時"))
    phone.post(action, fields | {"store": beside.pk, "hours": "4"})
    said = Presence.objects.get()
    assert (said.store, said.until - said.since) == (beside, timedelta(hours=4))


def test_where_today_is_planned_nobody_is_asked(store, alice):
    now = timezone.now()
    Shift.objects.create(person=clerk(store), store=store, starts_at=now, ends_at=now + timedelta(hours=1))
    assert form_on(phone_of(alice))[0] is None
    assert form_on(phone_of(person(store.chain)))[0] is None


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"store": "0"}, 404),
        ({"store": ""}, 422),
        ({"store": "x"}, 422),
        ({"store": "9" * 30}, 404),
        ({"hours": "13"}, 422),
        ({"hours": ""}, 422),
        ({"csrfmiddlewaretoken": "x"}, 403),
    ],
)
def test_what_the_page_did_not_offer_is_refused(alice, change, status):
    phone = phone_of(alice)
    action, fields, _ = form_on(phone)
    assert phone.post(action, fields | change).status_code == status
    assert Presence.objects.count() == 0


def test_the_store_of_somebody_else_is_not_there(alice):
    bob = phone_of(posted(Role.MANAGER, StoreFactory()))
    action, fields, _ = form_on(bob)
    assert bob.post(action, fields | {"store": alice.postings.get().store_id}).status_code == 404
    assert Presence.objects.count() == 0


@pytest.mark.parametrize("path", ["/me/shift/", "/me/shift/end/"])
def test_nobody_says_so_without_signing_in_or_by_a_link(alice, path):
    assert Client().post(path)["Location"].startswith("/sign-in/")
    assert phone_of(alice).get(path).status_code == 405


@pytest.mark.parametrize(("language", "said"), [("en", "on shift"), ("vi", "Tôi đang trong ca"), ("id", "bertugas")])
def test_it_speaks_the_clerks_language(alice, language, said):
    alice.language = language
    alice.save(update_fields=["language"])
    assert said in form_on(phone_of(alice))[2]
