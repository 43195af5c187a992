"""The registration of what a phone keeps."""

from datetime import UTC, datetime

import pytest

from people import keeping
from people.actions import end_posting
from people.keeping import Thing
from people.models import Posting
from tests.factories.people import StoreFactory, clerk

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture
def registered(monkeypatch):
    monkeypatch.setattr(keeping, "keepers", {})
    return keeping.keepers


def test_pages_carry_the_stamp_in_their_version_and_what_never_changes_carries_none(registered):
    keeping.keeps("one")(lambda person, at: [Thing("/", "a"), Thing("/api/v1/editions/e")])
    first, second = keeping.kept("alice", NOW, "monday"), keeping.kept("alice", NOW, "tuesday")
    assert [thing.url for thing in first] == ["/", "/api/v1/editions/e"]
    assert first[0].version != second[0].version
    assert first == keeping.kept("alice", NOW, "monday")
    assert (first[1], second[1]) == (Thing("/api/v1/editions/e"), Thing("/api/v1/editions/e"))


def test_an_address_that_two_rooms_keep_is_kept_once(registered):
    keeping.keeps("one")(lambda person, at: [Thing("/x/", "a")])
    keeping.keeps("two")(lambda person, at: [Thing("/x/", "a"), Thing("/y/", "b")])
    assert [thing.url for thing in keeping.kept("alice", NOW, "s")] == ["/x/", "/y/"]


def test_a_version_changes_with_each_part_and_with_nothing_else():
    assert keeping.version_of("a", 1) == keeping.version_of("a", 1)
    assert len({keeping.version_of(*parts) for parts in [("a", 1), ("a", 2), ("b", 1), ("a1",), ("a",)]}) == 5


def test_a_name_is_taken_once(registered):
    keeping.keeps("one")(lambda person, at: [])
    with pytest.raises(ValueError, match="'one' is registered twice"):
        keeping.keeps("one")(lambda person, at: [])


@pytest.mark.django_db
def test_the_page_about_oneself_changes_with_the_name_the_language_and_the_postings():
    alice = clerk(StoreFactory(), "王小明")
    versions = [keeping.about_me(alice, NOW)]
    alice.language = "en"
    versions.append(keeping.about_me(alice, NOW))
    alice.name = "王大明"
    versions.append(keeping.about_me(alice, NOW))
    end_posting(posting=Posting.objects.get(person=alice), at=NOW, by=None)
    versions.append(keeping.about_me(alice, NOW))
    assert {thing.url for (thing,) in versions} == {"/me/"}
    assert len({thing.version for (thing,) in versions}) == 4
