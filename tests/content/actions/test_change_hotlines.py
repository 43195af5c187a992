"""Changing the hotlines: each change is a new edition, or nothing."""

from datetime import UTC, datetime

import pytest

from content.actions.change_hotlines import (
    ChangedMeanwhile,
    StillNamed,
    WrongHotline,
    bring_back_hotline,
    retire_hotline,
    save_hotline,
)
from content.actions.freeze import freeze
from content.actions.withdraw import OnlyHotlines, withdraw
from content.hotlines.current import current
from content.models import Edition, Work
from content.queries import hotline_keys
from people.models import AuditEntry, Role
from tests.content.hotlines_desk import entry
from tests.factories.content import scenario_body
from tests.factories.people import posted

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture
def operator():
    return posted(Role.OPERATOR, None)


@pytest.fixture
def work():
    made = Work.objects.create(kind=Work.Kind.HOTLINES)
    entries = [entry(), entry("city", "1999")]
    freeze(
        work=made, body={"format": 1, "kind": "hotlines", "source": "zh-Hant", "entries": entries, "texts": {}}, by=None
    )
    return made


def numbers():
    current_edition = Work.objects.get(kind="hotlines").current
    return {e["key"]: e["number"] for e in current_edition.read()["entries"]}


def naming(text):
    body = scenario_body()
    body["texts"]["zh-Hant"]["intro.text"] = text
    return freeze(work=Work.objects.create(kind=Work.Kind.SCENARIO), body=body, by=None)


def test_a_changed_number_is_a_new_edition_with_its_trail(work, operator):
    base = work.current_id
    edition = save_hotline(entry=entry(number="111"), new=False, base=base, by=operator, at=AT)
    assert (numbers(), edition.number, edition.published_by) == ({"police": "111", "city": "1999"}, 2, operator)
    kept = AuditEntry.objects.get(verb="edit_hotline")
    assert (kept.by, kept.detail["was"]["number"], kept.detail["is"]["number"]) == (operator, "110", "111")
    assert edition.read()["entries"][0]["desk"] == "2026-11-23"


def test_a_new_hotline_can_be_named_from_then_on(work, operator):
    save_hotline(entry=entry("carers", "0800-507-272"), new=True, base=work.current_id, by=operator, at=AT)
    assert hotline_keys() == {"police", "city", "carers"}


def test_the_first_hotline_needs_nothing_loaded_before(operator):
    save_hotline(entry=entry(), new=True, base="", by=operator, at=AT)
    assert numbers() == {"police": "110"}


@pytest.mark.parametrize("said", [{"number": "one"}, {"last_verified": "2026-11-24"}, {"key": "Bad Key"}])
def test_what_makes_no_sense_changes_nothing(work, operator, said):
    with pytest.raises(WrongHotline) as refused:
        save_hotline(entry=entry() | said, new=False, base=work.current_id, by=operator, at=AT)
    assert [fault.member for fault in refused.value.faults] == list(said)
    assert (Edition.objects.count(), AuditEntry.objects.filter(verb="edit_hotline").count()) == (1, 0)


def test_a_key_that_is_taken_is_not_added_again(work, operator):
    with pytest.raises(WrongHotline, match="已經有了"):
        save_hotline(entry=entry(number="111"), new=True, base=work.current_id, by=operator, at=AT)
    assert numbers()["police"] == "110"


def test_of_two_operators_who_looked_at_the_same_list_the_second_is_told(work, operator):
    base, second = work.current_id, posted(Role.OPERATOR, None)
    save_hotline(entry=entry(number="111"), new=False, base=base, by=operator, at=AT)
    with pytest.raises(ChangedMeanwhile):
        save_hotline(entry=entry("city", "1998"), new=False, base=base, by=second, at=AT)
    assert numbers() == {"police": "111", "city": "1999"}


@pytest.mark.parametrize("text", ["打 [[police]]", "打[[police.name]]。"])
def test_a_hotline_that_a_work_names_is_not_retired(work, operator, text):
    title = naming(text).work.title()
    with pytest.raises(StillNamed) as refused:
        retire_hotline(key="police", base=work.current_id, by=operator, at=AT)
    assert refused.value.users == ["櫃檯小卡", title]
    assert hotline_keys() == {"police", "city"}


def test_what_the_player_itself_names_is_not_retired(work, operator):
    save_hotline(entry=entry("mental-health", "1925"), new=True, base=work.current_id, by=operator, at=AT)
    with pytest.raises(StillNamed, match="關懷畫面"):
        retire_hotline(key="mental-health", base=Work.objects.get().current_id, by=operator, at=AT)


def test_a_similar_key_keeps_nobody(work, operator):
    added = save_hotline(entry=entry("ferry", "1911"), new=True, base=work.current_id, by=operator, at=AT)
    naming("打 [[ferry-2]]、[ferry]、[[city]]")
    retire_hotline(key="ferry", base=added.pk, by=operator, at=AT)
    assert hotline_keys() == {"police", "city"}


def test_a_retired_hotline_is_still_filled_in_where_it_stands_and_can_come_back(work, operator):
    added = save_hotline(entry=entry("ferry", "1911"), new=True, base=work.current_id, by=operator, at=AT)
    retired = retire_hotline(key="ferry", base=added.pk, by=operator, at=AT)
    assert (hotline_keys(), numbers()["ferry"]) == ({"police", "city"}, "1911")
    bring_back_hotline(key="ferry", base=retired.pk, by=operator, at=AT)
    assert hotline_keys() == {"police", "city", "ferry"}


def test_the_process_that_changed_them_knows_at_once(work, operator):
    assert current.now() == work.current_id
    edition = save_hotline(entry=entry(number="111"), new=False, base=work.current_id, by=operator, at=AT)
    assert current.now() == edition.pk
    withdraw(edition=edition, because="打錯了", by=operator)
    assert current.now() == work.current_id


def test_the_last_list_that_stands_is_not_withdrawn(work, operator):
    with pytest.raises(OnlyHotlines):
        withdraw(edition=work.current, because="錯了", by=operator)
    work.current.refresh_from_db()
    assert work.current.withdrawn_at is None
