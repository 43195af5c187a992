"""The inbox and the page of choices, as the person sees them."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from people.factors.queries import person_of
from people.models import LineChannel, Notice, NoticeChoice, Reach
from people.notices.texts import WORDINGS
from tests.factories.notices import browser_keys, by_mail, by_push, noticed
from tests.factories.people import StoreFactory, clerk

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return clerk(StoreFactory(), "王小明")


@pytest.fixture
def phone(alice, client):
    client.force_login(alice)
    return client


def page_of(client, address="/notices/"):
    return client.get(address).content.decode()


def test_the_inbox_shows_what_one_was_told_newest_first(phone, alice):
    noticed(alice, "enrolled", at=timezone.now() - timedelta(hours=2))
    noticed(alice, "overdue")
    page = page_of(phone)
    assert page.index("過了期限：門市關懷前線") < page.index("新的課程：門市關懷前線")
    assert "2026年12月7日前走完就可以" in page


def test_an_empty_inbox_says_what_will_come(phone):
    page = page_of(phone)
    assert "還沒有通知" in page
    assert "data-read-all" not in page


def test_what_is_unread_says_so_in_words(phone, alice):
    noticed(alice)
    assert "還沒看" in page_of(phone)
    phone.get(f"/notices/{Notice.objects.get().pk}/")
    assert "還沒看" not in page_of(phone)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inbox_asks_once_for_notices_however_many_there_are(phone, alice, rows, django_assert_num_queries):
    for _ in range(rows):
        noticed(alice)
    phone.get("/notices/")
    with django_assert_num_queries(5) as caught:
        phone.get("/notices/")
    assert sum('FROM "people_notice" WHERE' in query["sql"] for query in caught) == 1


@pytest.mark.parametrize("address", ["/notices/", "/me/"])
def test_the_bell_knows_how_many_are_unread_without_a_query_of_its_own(
    phone, alice, address, django_assert_max_num_queries
):
    noticed(alice)
    noticed(alice)
    noticed(clerk(StoreFactory()))
    with django_assert_max_num_queries(20) as caught:
        page = page_of(phone, address)
    assert 'data-unread="2"' in page
    assert "通知，2 則還沒看" in page
    (counting,) = (query["sql"] for query in caught if "COUNT" in query["sql"])
    assert "people_person" in counting


def test_opening_one_reads_it_and_leads_on(phone, alice):
    notice = noticed(alice)
    answer = phone.get(f"/notices/{notice.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, "/certificates/")
    assert person_of(alice.pk).unread == 0


def test_what_others_were_told_is_not_there(phone, alice):
    theirs = noticed(clerk(StoreFactory(), "李小華"), "overdue")
    assert "過了期限" not in page_of(phone)
    assert phone.get(f"/notices/{theirs.pk}/").status_code == 404
    phone.post("/notices/read/")
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_all_are_read_at_once(phone, alice):
    noticed(alice)
    noticed(alice)
    assert phone.post("/notices/read/").status_code == 204
    assert (Notice.objects.unread().count(), person_of(alice.pk).unread) == (0, 0)


def test_marking_as_read_asks_for_the_token(alice):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    noticed(alice)
    assert strict.post("/notices/read/").status_code == 403
    strict.get("/notices/")
    token = strict.cookies["csrftoken"].value
    assert strict.post("/notices/read/", headers={"X-CSRFToken": token}).status_code == 204


def test_the_inbox_is_the_same_bytes_until_something_changes(phone, alice):
    noticed(alice)
    first = page_of(phone)
    assert "csrfmiddlewaretoken" not in first
    assert page_of(phone) == first


def test_the_texts_are_those_of_the_readers_language_today(phone, alice):
    noticed(alice)
    assert phone.get("/api/v1/me/today").json()["notices"] == {"unread": 1}
    phone.cookies["django_language"] = "en"
    assert "Care at the counter" in page_of(phone) or "門市關懷前線" in page_of(phone)


CHOSEN = {"channels": ["web_push"], "quiet_from": "08:00", "quiet_until": "16:30", "kinds": ["enrolled", "mended"]}


def test_choices_are_kept_and_shown_again(phone, alice):
    assert phone.post("/me/notices/", CHOSEN)["Location"] == "/me/notices/"
    kept = NoticeChoice.objects.get(person=alice)
    assert (kept.quiet_from.hour, kept.quiet_until.minute, kept.silent_channels) == (8, 30, [])
    assert set(kept.silent_kinds) == WORDINGS.keys() - {"enrolled", "mended", "no_fault"}
    page = page_of(phone, "/me/notices/")
    assert 'value="08:00"' in page
    assert page.count("checked") == 3


def test_a_kind_with_two_outcomes_is_switched_off_whole(phone, alice):
    phone.post("/me/notices/", CHOSEN | {"kinds": ["enrolled"]})
    assert {"mended", "no_fault"} <= set(NoticeChoice.objects.get(person=alice).silent_kinds)


@pytest.mark.parametrize(
    "wrong", [{"quiet_from": ""}, {"quiet_until": "25:00"}, {"kinds": ["gossip"]}, {"channels": ["pigeon"]}]
)
def test_choices_that_make_no_sense_are_not_kept(phone, wrong):
    assert phone.post("/me/notices/", CHOSEN | wrong).status_code == 422
    assert not NoticeChoice.objects.exists()


def test_mail_and_line_are_offered_only_where_they_are_set_up(phone, alice, settings):
    settings.MAIL_URL = ""
    page = page_of(phone, "/me/notices/")
    assert ("電子郵件" in page, "連結碼" in page) == (False, False)
    settings.MAIL_URL = "smtp://mail.test"
    LineChannel.objects.create(chain=alice.chain, basic_id="@lamp", sealed_token="x", sealed_secret="x")
    page = page_of(phone, "/me/notices/")
    assert ("寄確認碼給我" in page, "@lamp" in page) == (True, True)


def test_an_address_waits_until_its_code_was_typed(phone, alice, settings):
    settings.MAIL_URL = "smtp://mail.test"
    phone.post("/me/mail/", {"address": "alice@mail.test"})
    assert "確認碼寄出去了" in page_of(phone, "/me/notices/")
    assert not Reach.objects.usable().exists()


@pytest.mark.parametrize("wrong", ["", "alice", "a@b", "a\n@mail.test", "x" * 300 + "@mail.test"])
def test_what_is_no_address_is_refused(phone, wrong, settings):
    settings.MAIL_URL = "smtp://mail.test"
    assert phone.post("/me/mail/", {"address": wrong}).status_code == 422
    assert not Reach.objects.exists()


def test_an_address_that_is_taken_away_is_forgotten(phone, alice, settings):
    settings.MAIL_URL = "smtp://mail.test"
    by_mail(alice)
    phone.post("/me/reach/mail/stop/")
    assert [(r.address, r.ended_because) for r in Reach.objects.all()] == [("", "unwanted")]


def test_nobody_stops_another_persons_way(phone):
    theirs = by_mail(clerk(StoreFactory()))
    phone.post("/me/reach/mail/stop/")
    theirs.refresh_from_db()
    assert theirs.ended_at is None


def subscription(endpoint="https://fcm.googleapis.com/fcm/send/abc", **keys):
    return {"endpoint": endpoint, "keys": browser_keys()[2] | keys}


def tell(client, body, address="/me/push/"):
    return client.post(address, body if isinstance(body, str) else json.dumps(body), content_type="application/json")


def test_a_browser_subscribes_and_is_there_once(phone, alice):
    told = subscription()
    assert [tell(phone, told).status_code for _ in range(2)] == [201, 201]
    assert Reach.objects.get().person == alice


@pytest.mark.parametrize(
    "body",
    [
        "no json",
        "[]",
        "null",
        {"endpoint": "https://fcm.googleapis.com/x"},
        {"endpoint": 5, "keys": {}},
        subscription(p256dh="AAAA"),
        subscription(auth="short"),
        subscription(auth="#" * 22),
        subscription(p256dh=None),
        subscription("https://127.0.0.1/push"),
        subscription("http://fcm.googleapis.com/x"),
    ],
)
def test_what_is_no_subscription_is_refused(phone, body):
    assert tell(phone, body).status_code == 422
    assert not Reach.objects.exists()


def test_what_a_push_service_has_replaced_is_reached_at_its_new_address_only(phone, alice):
    old, new = subscription(), subscription("https://updates.push.services.mozilla.com/wpush/new")
    tell(phone, old)
    assert tell(phone, new | {"instead_of": old["endpoint"]}).status_code == 201
    assert Reach.objects.standing().get().address == new["endpoint"]
    assert Reach.objects.get(address=old["endpoint"]).ended_because == "replaced"


def test_what_was_anothers_or_was_given_up_is_replaced_by_nothing(phone, alice):
    bobs, given_up = by_push(clerk(StoreFactory(), "林小華")), subscription("https://fcm.googleapis.com/given-up")
    tell(phone, given_up)
    tell(phone, {"endpoint": given_up["endpoint"]}, "/me/push/over/")
    for old in (bobs.address, given_up["endpoint"]):
        assert tell(phone, subscription() | {"instead_of": old}).status_code == 409
    assert list(Reach.objects.standing()) == [bobs]


@pytest.mark.parametrize("old", ["", None, 5, [], "https://127.0.0.1/push", "https://fcm.googleapis.com/\0"])
def test_an_old_address_that_is_none_is_refused(phone, alice, old):
    assert tell(phone, subscription() | {"instead_of": old}).status_code == 422
    assert tell(phone, {"endpoint": old}, "/me/push/over/").json() == {"ended": 0}
    assert not Reach.objects.exists()


def test_who_signs_out_is_reached_in_that_browser_no_more(phone, alice):
    tell(phone, subscription())
    elsewhere = by_push(alice, browser="another")
    phone.post("/sign-out/")
    assert list(Reach.objects.standing()) == [elsewhere]


def test_switching_it_off_ends_this_browser_only(phone, alice):
    told, elsewhere = subscription(), by_push(alice)
    tell(phone, told)
    assert tell(phone, {"endpoint": told["endpoint"]}, "/me/push/over/").json() == {"ended": 1}
    assert list(Reach.objects.standing()) == [elsewhere]
    assert tell(phone, "null", "/me/push/over/").json() == {"ended": 0}
