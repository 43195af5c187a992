"""Bringing people in: what a list comes to, what is refused, the writes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Value

from outbox.models import Owed
from people.actions import end_posting
from people.doors import stores_to_staff
from people.joining.inviting import invite, plan
from people.joining.reading import StaffLine, StaffListError
from people.joining.starting import try_code
from people.models import AuditEntry, Person, Posting, Role, StartCode, Store
from tests.factories.people import PASSWORD, ChainFactory, RegionFactory, StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def store():
    return StoreFactory(code="10231", name="榕樹門市")


def line(number="F1", name="陳大明", *, store="10231", role="clerk", language="zh-Hant", at=2):
    return StaffLine(at, store, number, name, role, language)


def everywhere(chain):
    return Store.objects.filter(chain=chain).annotate(by_hr=Value(value=True))


def take(store, *lines, by=None, stores=None):
    return invite(chain=store.chain, stores=stores or everywhere(store.chain), lines=lines, by=by, at=NOW)


def refused(store, *lines, stores=None):
    before = (Person.objects.count(), Posting.objects.count(), AuditEntry.objects.count())
    with pytest.raises(StaffListError) as refusal:
        take(store, *lines, stores=stores)
    assert (Person.objects.count(), Posting.objects.count(), AuditEntry.objects.count()) == before
    return [str(fault) for fault in refusal.value.faults]


def test_it_works(store):
    hr = posted(Role.HR, store.chain)
    done = take(store, line(), line("F2", "Siti Rahmawati", role="manager", language="en"), by=hr)
    assert (done.new, done.back, done.same) == (2, 0, 0)
    made = Person.objects.filter(employee_number__in=["F1", "F2"]).order_by("employee_number")
    assert [(one.name, one.language, one.joined_at, one.has_usable_password()) for one in made] == [
        ("陳大明", "zh-Hant", NOW, False),
        ("Siti Rahmawati", "en", NOW, False),
    ]
    held = Posting.objects.filter(person__in=made).values_list("person__name", "role", "store__code", "since")
    assert set(held) == {("陳大明", "clerk", "10231", NOW), ("Siti Rahmawati", "manager", "10231", NOW)}
    assert [try_code(person=slip.person, typed=slip.code, at=NOW).verdict for slip in done.slips] == ["open"] * 2
    told = AuditEntry.objects.filter(by=hr).values_list("verb", flat=True)
    assert sorted(told) == ["give_start_code"] * 2 + ["hire"] * 2 + ["post"] * 2 + ["take_people"]


def test_each_posting_owes_what_a_single_one_would(store):
    take(store, line(), line("F2", "林小華"))
    owed = Owed.objects.filter(kind="courses.enrol").values_list("subject", flat=True)
    assert set(owed) == {str(pk) for pk in Posting.objects.values_list("pk", flat=True)}


def test_said_twice_is_said_once(store):
    take(store, line())
    done = take(store, line())
    assert (done.new, done.back, done.same, done.slips) == (0, 0, 1, ())
    assert (Person.objects.count(), Posting.objects.count(), StartCode.objects.count()) == (1, 1, 1)


def test_who_comes_back_is_posted_anew_and_keeps_a_password(store):
    back = clerk(store, "陳大明", password=PASSWORD)
    end_posting(posting=back.postings.get(), by=None, at=NOW - timedelta(days=9))
    done = take(store, line(back.employee_number))
    back.refresh_from_db()
    assert (done.new, done.back, done.slips, back.check_password(PASSWORD)) == (0, 1, (), True)
    assert back.postings.filter(until=None).count() == 1


def test_who_comes_back_without_a_password_gets_a_code(store):
    back = clerk(store, "陳大明")
    end_posting(posting=back.postings.get(), by=None, at=NOW - timedelta(days=9))
    assert [slip.person for slip in take(store, line(back.employee_number)).slips] == [back]


def test_a_number_of_another_chain_is_free(store):
    other = clerk(StoreFactory(region__chain=ChainFactory()), "別人")
    assert take(store, line(other.employee_number)).new == 1


@pytest.mark.parametrize("code", ["99999", "A001", "10999"])
def test_unknown_foreign_and_unchosen_stores_are_told_alike(store, code):
    StoreFactory(code="A001")
    StoreFactory(code="10999", region__chain=store.chain)
    chosen = everywhere(store.chain).filter(pk=store.pk)
    assert refused(store, line(), line("F2", store=code, at=3), stores=chosen) == [
        f"第 3 行：找不到店號 {code}，或不在你選的門市裡，請確認店號。"
    ]


def test_a_closed_store_is_named(store):
    StoreFactory(code="10244", name="河堤門市", region=store.region, closed_on=date(2026, 11, 23))
    StoreFactory(code="10245", region=store.region, closed_on=date(2026, 11, 24))
    assert refused(store, line(store="10244")) == ["第 2 行：河堤門市已經歇業，請改成還開著的門市。"]
    assert take(store, line(store="10245")).new == 1


def test_a_number_with_another_name_is_refused_without_saying_whose(store):
    known = clerk(store, "林小華")
    (said,) = refused(store, line(known.employee_number))
    assert (known.employee_number in said, "林小華" in said) == (True, False)


def test_who_stands_in_another_store_is_not_moved(store):
    known = clerk(StoreFactory(region=store.region, code="10244", name="河堤門市"), "陳大明")
    assert refused(store, line(known.employee_number)) == [
        "第 2 行：陳大明現在是河堤門市的門市夥伴，請總部人資先結束那份職務，再邀請一次。"
    ]


@pytest.mark.parametrize("since", [NOW - timedelta(days=1), NOW + timedelta(days=1)])
def test_a_list_is_no_way_to_the_start_code_of_somebody_who_sees_more(store, since):
    known = posted(Role.SUPERVISOR, store.region, "陳大明", at=since)
    boss = posted(Role.MANAGER, store)
    said = refused(store, line(known.employee_number), stores=stores_to_staff(boss, NOW))
    assert said == [f"第 2 行：陳大明現在是{store.region}的區督導，請總部人資先結束那份職務，再邀請一次。"]
    assert not StartCode.objects.exists()


def test_another_job_in_the_same_store_is_not_changed(store):
    known = clerk(store, "陳大明")
    assert "榕樹門市的門市夥伴" in refused(store, line(known.employee_number, role="manager"))[0]


def test_who_is_posted_from_tomorrow_stands_there_already(store):
    known = clerk(store, "陳大明", at=NOW + timedelta(days=1))
    assert take(store, line(known.employee_number)).same == 1


def test_an_account_that_was_closed_is_not_opened(store):
    known = clerk(store, "陳大明")
    Person.objects.filter(pk=known.pk).update(is_active=False)
    assert "已經停用" in refused(store, line(known.employee_number))[0]


def test_a_manager_brings_in_clerks_of_the_own_store_only(store):
    boss = posted(Role.MANAGER, store)
    StoreFactory(code="10244", region=store.region)
    mine = stores_to_staff(boss, NOW)
    assert refused(store, line(role="manager"), line("F2", store="10244", at=3), stores=mine) == [
        "第 2 行：店長由總部人資邀請，你可以邀請門市夥伴。",
        "第 3 行：找不到店號 10244，或不在你選的門市裡，請確認店號。",
    ]
    assert take(store, line(), stores=mine, by=boss).new == 1


def test_a_plan_writes_nothing_and_says_who_comes_where(store):
    known = clerk(store, "林小華")
    other = StoreFactory(region=RegionFactory(chain=store.chain), code="10001")
    lines = [line(), line(known.employee_number, "林小華"), line("F3", "張小英", store=other.code)]
    told = plan(chain=store.chain, stores=everywhere(store.chain), lines=lines, at=NOW)
    assert ([one.line.name for one in told.new], [one.line.name for one in told.same]) == (
        ["陳大明", "張小英"],
        ["林小華"],
    )
    assert [(place.code, len(people)) for place, people in told.stores] == [("10001", 1), ("10231", 1)]
    assert not Person.objects.filter(employee_number="F1").exists()


def test_the_statements_do_not_grow_with_the_list(store, django_assert_num_queries):
    with django_assert_num_queries(16):
        take(store, line())
    with django_assert_num_queries(16):
        take(store, *(line(f"G{n}", f"夥伴{n}") for n in range(300)))
