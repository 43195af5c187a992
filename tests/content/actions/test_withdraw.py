"""Taking an edition back."""

import pytest

from content.actions.freeze import Withdrawn, freeze
from content.actions.withdraw import withdraw
from content.models import Work
from outbox.models import Owed
from tests.factories.content import scenario, scenario_body

pytestmark = pytest.mark.django_db


def test_the_work_falls_back_to_the_newest_edition_that_stands_with_its_title():
    first = scenario("第一版")
    second = freeze(work=first.work, body=scenario_body("第二版") | {"minutes": 9}, by=None)
    withdraw(edition=second, because="專線改號", by=None)
    work = Work.objects.get(pk=first.work_id)
    assert (work.current, work.title(), work.minutes) == (first, "第一版", 3)


def test_a_work_without_an_edition_that_stands_keeps_its_title():
    only = scenario("第一版")
    withdraw(edition=only, because="專線改號", by=None)
    work = Work.objects.get(pk=only.work_id)
    assert (work.current, work.title()) == (None, "第一版")


def test_an_older_edition_leaves_the_current_one_alone():
    first = scenario("第一版")
    second = freeze(work=first.work, body=scenario_body("第二版"), by=None)
    withdraw(edition=first, because="專線改號", by=None)
    assert Work.objects.get(pk=first.work_id).current == second


def test_withdrawing_twice_keeps_the_first_reason():
    only = scenario()
    withdraw(edition=only, because="專線改號", by=None)
    assert withdraw(edition=only, because="錯字", by=None).withdrawn_because == "專線改號"
    assert Owed.objects.filter(kind="attempts.close_withdrawn").count() == 1


def test_the_same_content_cannot_be_frozen_again():
    only = scenario("第一版")
    withdraw(edition=only, because="專線改號", by=None)
    with pytest.raises(Withdrawn, match="專線改號"):
        freeze(work=only.work, body=scenario_body("第一版"), by=None)
    assert Work.objects.get(pk=only.work_id).current is None
