"""Signing in too often: told kindly, the same for who exists and who does not."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from people.joining.asking import Scanner, knock
from people.joining.starting import give_start_codes
from people.models import JoinRequest, StartCode, WrongTries
from people.work import tidy, tidying
from tests.factories.people import LONG_AGO, PASSWORD, StoreFactory, clerk

pytestmark = pytest.mark.django_db
WAIT = "請等 5 分鐘再試一次"


@pytest.fixture
def alice():
    return clerk(StoreFactory(region__chain__slug="morning"), password=PASSWORD)


def sign_in(number, typed, **headers):
    fields = {"chain": "morning", "employee_number": number, "password": typed}
    return Client().post("/sign-in/", fields, **headers)


def test_after_five_wrong_tries_even_the_right_one_waits(alice):
    for _ in range(5):
        assert "密碼不對" in sign_in(alice.employee_number, "wrong").content.decode()
    answer = sign_in(alice.employee_number, PASSWORD)
    assert (answer.status_code, WAIT in answer.content.decode()) == (422, True)


def test_who_does_not_exist_is_told_the_same(alice):
    told = {}
    for number in (alice.employee_number, "X9999"):
        told[number] = [WAIT in sign_in(number, "wrong").content.decode() for _ in range(7)]
    assert told[alice.employee_number] == told["X9999"] == [False] * 5 + [True] * 2


def test_success_begins_anew(alice):
    for _ in range(2):
        for _ in range(4):
            sign_in(alice.employee_number, "wrong")
        assert sign_in(alice.employee_number, PASSWORD).status_code == 302


def test_five_minutes_later_one_may_try_again(alice):
    for _ in range(6):
        sign_in(alice.employee_number, "wrong")
    for row in WrongTries.objects.all():
        row.tried_at = [one - timedelta(minutes=5) for one in row.tried_at]
        row.save()
    assert sign_in(alice.employee_number, PASSWORD).status_code == 302


def test_start_codes_are_tried_five_times_too_and_keep_their_own_lock(alice):
    bob = clerk(StoreFactory(region__chain=alice.chain))
    code = give_start_codes(persons=[bob], by=None)[bob.pk]
    for _ in range(7):
        answer = sign_in(bob.employee_number, "CCCC-CCCC")
    assert WAIT in answer.content.decode()
    assert StartCode.objects.get(person=bob).wrong_tries == 5
    WrongTries.objects.all().delete()
    StartCode.objects.update(wrong_tries=F("wrong_tries") - 1)
    assert sign_in(bob.employee_number, code).status_code == 302


def test_once_a_day_what_counts_no_longer_is_dropped(alice):
    sign_in(alice.employee_number, "wrong")
    WrongTries.objects.update(last_at=LONG_AGO)
    (owed,) = tidying(LONG_AGO)
    tidy(owed.subject)
    assert (owed.key, WrongTries.objects.count()) == ("people.tidy:2026-01-05", 0)


def test_once_a_day_old_requests_to_join_are_dropped():
    store = StoreFactory()
    for number, at in (("F1", LONG_AGO), ("F2", timezone.now())):
        knock(store=store, who=Scanner(number, "阮氏蘭", "vi"), at=at)
    tidy("2026-11-23")
    assert list(JoinRequest.objects.values_list("employee_number", flat=True)) == ["F2"]
