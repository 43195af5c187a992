"""What clerks think of a work: groups of five and more, everybody once, with the last word."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from attempts.models import Attempt, Confidence, Usefulness
from attempts.queries.opinions import opinions
from attempts.rules import shares
from content.actions.open_library import open_library
from content.models import Work
from people.models import Role
from tests.factories.content import scenario
from tests.factories.pages import in_studio
from tests.factories.people import ChainFactory, StoreFactory, clerk

pytestmark = pytest.mark.django_db


def clerks(n):
    store = StoreFactory()
    return [clerk(store) for _ in range(n)]


def said(person, edition, *, before=None, after=None, use=None, ago=0):
    """What one person says of one attempt, so many days ago."""
    at = timezone.now() - timedelta(days=ago)
    attempt = Attempt.objects.create(
        id=uuid.uuid4(), person=person, edition=edition, purpose="enrolment:1", begun_at=at
    )
    told = {"attempt": attempt, "lang": "zh-Hant", "told_at": at, "received_at": at}
    for moment, level in (("before", before), ("after", after)):
        if level:
            Confidence.objects.create(id=uuid.uuid4(), moment=moment, level=level, **told)
    if use:
        Usefulness.objects.create(id=uuid.uuid4(), use=use, **told)


def counts(group):
    return [share.count for share in group.shares]


def test_five_persons_are_a_group_and_four_are_not():
    edition = scenario()
    for number, person in enumerate(clerks(5)):
        said(person, edition, before=1 + number % 2, after=5, use="yes" if number < 4 else None)
    (found,) = opinions(Work.objects.all())
    assert (counts(found.before), counts(found.after)) == ([3, 2, 0, 0, 0], [0, 0, 0, 0, 5])
    assert (found.use.shares, found.use.too_few) == ((), True)


def test_five_attempts_of_one_person_are_one_person():
    edition = scenario()
    (alice,) = clerks(1)
    for _ in range(6):
        said(alice, edition, after=3)
    (found,) = opinions(Work.objects.all())
    assert (found.after.persons, found.after.too_few, found.before.persons) == (1, True, 0)


def test_the_last_word_of_each_counts_in_whatever_edition_and_work_by_work():
    edition, other = scenario(), scenario("別的")
    for person in clerks(5):
        said(person, edition, after=1, ago=3)
        said(person, other, after=2, ago=1)
        said(person, edition, after=4, ago=2)
    found = {str(each.work): counts(each.after) for each in opinions(Work.objects.all())}
    assert found == {"迷路的長者": [0, 0, 0, 5, 0], "別的": [0, 5, 0, 0, 0]}


def test_the_page_shows_ones_own_works_with_picture_and_table():
    mine, theirs = ChainFactory(), ChainFactory()
    for person in clerks(5):
        said(person, scenario_of(mine, "我家的"), before=2, use="some")
        said(person, scenario_of(theirs, "別家的"), before=2)
    open_library(chain=mine)
    client = Client()
    client.force_login(in_studio(Role.TRAINER, mine))
    page = client.get("/studio/feedback/opinions/").content.decode()
    assert ("我家的" in page, "別家的" in page) == (True, False)
    assert all(word in page for word in ("<title>學之前的把握</title>", "不太有把握", "<td>5</td>", "還沒有人說。"))


def scenario_of(chain, title):
    known = Work.objects.filter(owner=chain).select_related("current").first()
    return known.current if known else scenario(title, owner=chain)


def test_too_few_are_not_shown_not_even_how_many():
    edition = scenario()
    for person in clerks(4):
        said(person, edition, before=2)
    open_library(chain=None)
    client = Client()
    client.force_login(in_studio(Role.TRAINER, None))
    page = client.get("/studio/feedback/opinions/").content.decode()
    assert ("還不到 5 個人，先不顯示。" in page, "4 人" in page, "told__table" in page) == (True, False, False)


@pytest.mark.parametrize("n", [1, 3])
def test_three_works_ask_as_often_as_one(django_assert_num_queries, n):
    persons = clerks(5)
    for number in range(n):
        edition = scenario(f"情境 {number}")
        for person in persons:
            said(person, edition, before=1, after=5, use="yes")
    with django_assert_num_queries(3):
        assert len(opinions(Work.objects.all())) == n


@pytest.mark.parametrize(
    ("said_so", "bars"),
    [
        ({}, []),
        ({"a": 4}, []),
        ({"a": 5}, [("a", 5, 0.0, 100.0), ("b", 0, 100.0, 0.0)]),
        ({"b": 3, "a": 2}, [("a", 2, 0.0, 40.0), ("b", 3, 40.0, 60.0)]),
    ],
)
def test_shares_fill_a_bar_of_a_hundred(said_so, bars):
    assert [(s.name, s.count, s.start, s.width) for s in shares(said_so, ["a", "b"])] == bars
