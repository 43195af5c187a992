"""What people are told of their certificates, and when."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from certificates.actions import revoke
from outbox.models import Owed
from outbox.searches import scan
from people.models import Notice, Role
from people.shifts.rules import SHOP
from tests.factories.learning import settle
from tests.factories.people import posted
from tests.factories.walks import certified

pytestmark = pytest.mark.django_db


def told():
    # What is owed at a time to come is done as if it had come.
    Owed.objects.filter(state="due").update(due_at=timezone.now())
    settle()
    return [notice.kind for notice in Notice.objects.order_by("pk")]


def noon(day):
    return datetime.combine(day, time(12), SHOP)


def test_a_certificate_of_today_is_told_and_one_of_last_year_is_not():
    _walked, old = certified()
    assert told() == []
    _walked, new = certified(at=timezone.now() - timedelta(minutes=10), name="林小華")
    assert told() == ["certified"]
    notice = Notice.objects.get()
    assert (notice.person_id, notice.data["until_on"]) == (new.person_id, new.valid_until.isoformat())
    assert new.person_id != old.person_id


def test_thirty_and_seven_days_before_the_end_the_holder_is_reminded_once_each():
    _walked, credential = certified(at=timezone.now() - timedelta(days=100))
    for days in (31, 30, 30, 29, 8, 7, 6, 1):
        scan(noon(credential.valid_until - timedelta(days=days)))
        told()
    kinds = [kind for kind in told() if kind == "expiring"]
    keys = set(Notice.objects.filter(kind="expiring").values_list("key", flat=True))
    assert len(kinds) == 2
    assert keys == {f"expiring:{credential.pk}:{days}" for days in (30, 7)}


def test_who_has_lost_a_certificate_is_told_where_to_begin_again():
    _walked, credential = certified(at=timezone.now() - timedelta(days=100))
    revoke(credential=credential, because="由別人作答", by=posted(Role.HR, credential.person.chain))
    assert told() == ["revoked"]
    assert "由別人作答" not in str(Notice.objects.get().data)
    scan(noon(credential.valid_until - timedelta(days=7)))
    assert told() == ["revoked"]
