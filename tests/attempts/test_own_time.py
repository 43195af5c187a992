"""One's own learning time as a page."""

import pytest
from django.utils import timezone

from attempts.models import LearningDay
from attempts.rules import minutes_of, months_back
from attempts.templatetags.lasting import lasting
from tests.factories.people import StoreFactory, clerk
from tests.factories.walks import certified

pytestmark = pytest.mark.django_db


def test_it_works(client):
    walked, _ = certified()
    client.force_login(walked.clerk)
    page = client.get("/me/time/").content.decode()
    assert all(word in page for word in ("我的學習時間", "這個月", "一題最多算 5 分鐘"))
    assert 'href="/me/time/"' in client.get("/").content.decode()


def test_months_before_stand_below_and_are_ones_own(client):
    alice, bob = clerk(StoreFactory()), clerk(StoreFactory())
    this, last = client_months()
    LearningDay.objects.create(person=alice, day=last, ms=61 * 60_000)
    LearningDay.objects.create(person=alice, day=this, ms=2 * 60_000)
    LearningDay.objects.create(person=bob, day=this, ms=500 * 60_000)
    client.force_login(alice)
    page = client.get("/me/time/").content.decode()
    assert ("2 分鐘" in page, "1 小時 1 分" in page, "8 小時 20 分" in page) == (True, True, False)
    assert f"{last.year}/{last.month}" in page


def client_months():
    return months_back(timezone.localdate(), 2)


def test_who_is_not_signed_in_is_led_to_the_door(client):
    assert client.get("/me/time/").headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    ("ms", "minutes", "words"),
    [(0, 0, "0 分鐘"), (1, 1, "1 分鐘"), (60_000, 1, "1 分鐘"), (60_001, 2, "2 分鐘"), (3_600_000, 60, "1 小時 0 分")],
)
def test_a_begun_minute_counts(ms, minutes, words):
    assert (minutes_of(ms), lasting(ms)) == (minutes, words)
