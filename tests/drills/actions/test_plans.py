"""Writing plans; starting, pausing, ending them; what is refused, and with which words."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from content.actions.withdraw import withdraw
from content.models import Work
from drills.actions.plans import Terms, drop_draft, end_plan, go_live, keep_plan, pause_plan, resume_plan
from drills.models import Plan
from drills.queries.faults import BeyondReach, NobodyToDrill, NoRemedy, NoScript, NotNow, WrongTerms
from people.models import AuditEntry, Role
from tests.factories.content import course, scenario
from tests.factories.drills import MONDAY, drill_script
from tests.factories.people import LONG_AGO, ChainFactory, RegionFactory, StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = LONG_AGO + DAY


@pytest.fixture
def store():
    made = StoreFactory()
    clerk(made)
    return made


def terms(store, **said):
    """A plan for one store that could go live."""
    script = said.pop("script", None) or drill_script(owner=store.chain).work
    whole = Terms(
        title="長者走失演練",
        objective="在一分鐘內說出要打給誰",
        competency="report",
        script=script,
        rule="FREQ=WEEKLY;BYDAY=MO",
        starts_on=MONDAY,
        stores=[store],
    )
    return replace(whole, **said)


def draft(store, **said):
    return keep_plan(terms=terms(store, **said), owner=store.chain, by=None, at=LONG_AGO)


def verbs(plan):
    trail = AuditEntry.objects.filter(subject=f"drills.plan:{plan.pk}").order_by("pk")
    return list(trail.values_list("verb", flat=True))


def test_a_draft_keeps_what_was_said(store):
    by = posted(Role.TRAINER, store.chain)
    said = terms(store, rule="byday=mo;freq=weekly", per_store=3, per_shift=2, hours_from=time(8), hours_until=time(20))
    plan = keep_plan(terms=said, owner=store.chain, by=by, at=LONG_AGO)

    plan.refresh_from_db()
    assert (plan.state, plan.owner, plan.made_by, plan.made_at) == ("draft", store.chain, by, LONG_AGO)
    assert (plan.rule, plan.per_store, plan.per_shift) == ("FREQ=WEEKLY;BYDAY=MO", 3, 2)
    assert (list(plan.stores.all()), list(plan.chains.all()), plan.roles) == ([store], [], ["clerk", "manager"])
    assert (plan.hours_from, plan.hours_until, len(plan.seed)) == (time(8), time(20), 32)
    assert AuditEntry.objects.filter(verb="keep_plan", by=by).count() == 1


def test_each_plan_has_a_seed_of_its_own_and_keeps_it(store):
    plan, other = draft(store), draft(store)
    again = keep_plan(terms=terms(store, title="另一個名字"), owner=store.chain, by=None, at=LATER, plan=plan)

    assert (again.pk, again.title, again.seed) == (plan.pk, "另一個名字", plan.seed)
    assert other.seed != plan.seed


def test_a_draft_stays_its_owners(store):
    plan = draft(store)
    elsewhere = StoreFactory()
    with pytest.raises(BeyondReach):
        keep_plan(terms=terms(elsewhere), owner=elsewhere.chain, by=None, at=LATER, plan=plan)
    plan.refresh_from_db()
    assert (plan.owner, list(plan.stores.all())) == (store.chain, [store])


@pytest.mark.parametrize("reach", ["chains", "regions", "stores"])
def test_a_chains_plan_reaches_nobody_elses_stores(store, reach):
    other = StoreFactory()
    theirs = {"chains": [other.chain], "regions": [other.region], "stores": [store, other]}
    with pytest.raises(BeyondReach, match="別的體系") as refused:
        draft(store, **{reach: theirs[reach]})
    assert refused.value.part == "audience"
    assert not Plan.objects.exists()


def test_the_programmes_plan_may_reach_several_chains(store):
    other = StoreFactory()
    said = terms(store, chains=[store.chain, other.chain], script=drill_script().work)
    plan = keep_plan(terms=said, owner=None, by=None, at=LONG_AGO)
    assert go_live(plan=plan, by=None, at=LATER).state == "live"


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        ("FREQ=WEEKLY;BYHOUR=3", "BYHOUR"),
        ("FREQ=YEARLY", "FREQ"),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "永遠不會到"),
        ("", "多久演練一次"),
    ],
)
def test_a_rule_that_is_not_understood_is_refused_by_its_part(store, rule, word):
    with pytest.raises(WrongTerms, match=word):
        draft(store, rule=rule)


def test_fields_are_held_to_their_limits(store):
    with pytest.raises(ValidationError) as refused:
        draft(store, gap_minutes=60, window_days=0, share=101, roles=["hr"], title="")
    assert set(refused.value.message_dict) == {"gap_minutes", "window_days", "share", "roles", "title"}


def test_a_plan_goes_live_once(store):
    plan = go_live(plan=draft(store), by=None, at=LATER)

    plan.refresh_from_db()
    assert (plan.state, plan.live_since, verbs(plan)) == ("live", LATER, ["keep_plan", "go_live"])
    with pytest.raises(NotNow, match="已經開始過"):
        go_live(plan=plan, by=None, at=LATER)


def refused(store, error, at=LATER, **said):
    """That a draft of these terms does not go live; the words and the field."""
    plan = draft(store, **said)
    with pytest.raises(error) as caught:
        go_live(plan=plan, by=None, at=at)
    plan.refresh_from_db()
    assert (plan.state, plan.live_since) == ("draft", None)
    return str(caught.value), caught.value.part


def test_an_audience_without_an_open_store_is_refused(store):
    store.closed_on = LONG_AGO.date()
    store.save()
    assert refused(store, NobodyToDrill) == (
        "這些對象裡沒有營業中的門市，請選別的體系、區域或門市。",
        "audience",
    )
    assert refused(StoreFactory(), NobodyToDrill, stores=[])[1] == "audience"


def test_stores_without_anybody_of_these_roles_are_refused(store):
    assert refused(store, NobodyToDrill, roles=["manager"]) == (
        "這些門市裡沒有這些職務的夥伴，請選別的門市，或加上別的職務。",
        "roles",
    )
    assert refused(store, NobodyToDrill, at=LONG_AGO - DAY)[1] == "roles"


def test_newcomers_may_be_nobody_yet(store):
    """Whoever was posted long ago is none; the next who comes is."""
    plan = draft(store, newcomer_days=1)
    assert go_live(plan=plan, by=None, at=LONG_AGO + 30 * DAY).state == "live"


def test_hours_shorter_than_the_gap_are_refused(store):
    words, part = refused(store, WrongTerms, hours_from=time(10), hours_until=time(11))
    assert ("60 分鐘" in words, part) == (True, "hours_until")
    assert refused(store, WrongTerms, hours_from=time(8), hours_until=time(12), gap_minutes=240)[1] == "hours_until"


def test_a_rule_that_is_over_is_refused(store):
    assert refused(store, WrongTerms, rule="FREQ=WEEKLY;COUNT=2", at=LONG_AGO + 80 * DAY)[1] == "rule"
    assert refused(store, WrongTerms, rule="FREQ=WEEKLY;UNTIL=20260101")[1] == "UNTIL"


def test_a_rule_that_does_not_come_within_ten_years_is_refused(store):
    said = {"rule": "FREQ=DAILY;INTERVAL=7;BYDAY=TU", "starts_on": MONDAY}
    assert refused(store, WrongTerms, **said)[1] == "INTERVAL"


def test_a_quota_that_its_occurrences_or_its_bands_cannot_hold_is_refused(store):
    words, part = refused(store, WrongTerms, rule="FREQ=MONTHLY;BYMONTHDAY=1", per_store=4, per_shift=2)
    assert ("2026 年第 2 季只有 3 個演練日" in words, part) == (True, "per_store")
    words, part = refused(store, WrongTerms, hours_from=time(22), hours_until=time(6), per_store=2)
    assert ("1 個時段" in words, part) == (True, "per_shift")


def test_leap_days_may_be_planned(store):
    plan = draft(store, rule="FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29", per_store=1, starts_on=date(2026, 3, 1))
    assert go_live(plan=plan, by=None, at=LATER).state == "live"


def test_a_script_that_is_not_there_is_refused(store):
    taken_back = drill_script(owner=store.chain)
    unwritten = Work.objects.create(kind=Work.Kind.DRILL, owner=store.chain)
    plan = draft(store, script=taken_back.work)
    withdraw(edition=taken_back, because="寫錯了", by=None, at=LONG_AGO)
    with pytest.raises(NoScript, match="收回"):
        go_live(plan=plan, by=None, at=LATER)
    assert refused(store, NoScript, script=unwritten)[1] == "script"


def test_a_script_that_is_no_drill_or_another_chains_is_refused(store):
    assert refused(store, NoScript, script=scenario(owner=store.chain).work) == (
        "選到的不是演練腳本，請在「演練」裡選一個。",
        "script",
    )
    assert refused(store, NoScript, script=drill_script(owner=ChainFactory()).work)[1] == "script"


def test_the_programmes_script_is_everybodys(store):
    plan = draft(store, script=drill_script().work)
    assert go_live(plan=plan, by=None, at=LATER).state == "live"


def test_a_remedy_is_a_published_course_of_theirs(store):
    own = course(scenario(), owner=store.chain)
    assert go_live(plan=draft(store, remedy=own), by=None, at=LATER).state == "live"
    unwritten = Work.objects.create(kind=Work.Kind.COURSE, owner=store.chain)
    for remedy in (scenario().work, course(scenario(), owner=ChainFactory()), unwritten):
        assert refused(store, NoRemedy, remedy=remedy)[1] == "remedy"


def test_everything_is_looked_at_again_when_a_plan_goes_live(store):
    region = RegionFactory(chain=store.chain)
    plan = draft(store, stores=[], regions=[region])
    store.region = region
    store.save()
    assert go_live(plan=plan, by=None, at=LATER).state == "live"

    moved = draft(store)
    other = StoreFactory()
    store.chain, store.region = other.chain, other.region
    store.save()
    with pytest.raises(BeyondReach):
        go_live(plan=moved, by=None, at=LATER)


def test_a_plan_is_paused_resumed_and_ended(store):
    plan = go_live(plan=draft(store), by=None, at=LATER)
    assert pause_plan(plan=plan, by=None, at=LATER).state == "paused"
    assert resume_plan(plan=plan, by=None, at=LATER).state == "live"
    assert end_plan(plan=plan, by=None, at=LATER).state == "ended"
    assert verbs(plan) == ["keep_plan", "go_live", "pause_plan", "resume_plan", "end_plan"]
    plan.refresh_from_db()
    assert plan.live_since == LATER


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ("draft", pause_plan), ("paused", pause_plan), ("ended", pause_plan),
        ("draft", resume_plan), ("live", resume_plan), ("ended", resume_plan),
        ("draft", end_plan), ("ended", end_plan),
        ("live", go_live), ("paused", go_live), ("ended", go_live),
        ("live", drop_draft), ("paused", drop_draft), ("ended", drop_draft),
    ],
)  # fmt: skip
def test_what_a_plan_is_not_ready_for_is_refused(store, state, verb):
    plan = draft(store)
    Plan.objects.filter(pk=plan.pk).update(state=state, live_since=None if state == "draft" else LONG_AGO)
    with pytest.raises(NotNow):
        verb(plan=plan, by=None, at=LATER)
    plan.refresh_from_db()
    assert (plan.state, verbs(plan)) == (state, ["keep_plan"])


def test_a_plan_that_was_live_is_not_written_anew(store):
    plan = go_live(plan=draft(store), by=None, at=LATER)
    with pytest.raises(NotNow, match="不能改"):
        keep_plan(terms=terms(store, title="別的"), owner=store.chain, by=None, at=LATER, plan=plan)
    plan.refresh_from_db()
    assert plan.title == "長者走失演練"


def test_a_draft_may_be_thrown_away(store):
    plan, other = draft(store), draft(store)
    drop_draft(plan=plan, by=None, at=LATER)
    assert list(Plan.objects.all()) == [other]
