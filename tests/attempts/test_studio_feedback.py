"""「夥伴的回饋」: whose reports a trainer sees, what of them, and what becomes of them."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from attempts.actions import ReplyMissing, answer_flags
from attempts.models import Attempt, Flag
from attempts.queries.flags import opened, spots
from content.actions.freeze import freeze
from content.actions.open_library import open_library
from content.models import Work
from people.models import AuditEntry, Role
from tests.factories.content import scenario, scenario_body
from tests.factories.pages import in_studio, published_page
from tests.factories.people import ChainFactory, StoreFactory, clerk

pytestmark = pytest.mark.django_db
HOME, FEEDBACK = "/studio/", "/studio/feedback/"


def report(edition, node="n1", about="fact", text="不是這樣", *, lang="zh-Hant", person=None):
    """A report by somebody who plays this edition."""
    somebody = person or clerk(StoreFactory(), "陳小美")
    now = timezone.now()
    attempt = Attempt.objects.create(
        id=uuid.uuid4(), person=somebody, edition=edition, purpose="enrolment:1", begun_at=now
    )
    return Flag.objects.create(
        id=uuid.uuid4(), attempt=attempt, lang=lang, told_at=now, received_at=now, node=node, about=about, text=text
    )


def browse(person):
    client = Client(raise_request_exception=True)
    client.force_login(person)
    return client


def again(edition, **texts):
    """The work published anew with these texts."""
    body = edition.read()
    body["texts"]["zh-Hant"] |= {key.replace("__", "."): text for key, text in texts.items()}
    return freeze(work=Work.objects.get(pk=edition.work_id), body=body, by=None)


@pytest.fixture
def trainer():
    open_library(chain=None)
    return in_studio(Role.TRAINER, None)


@pytest.fixture
def edition():
    return scenario()


def test_it_works(trainer, edition):
    report(edition, text="165 不是這樣打的")
    page = browse(trainer).get(FEEDBACK).content.decode()
    assert all(
        word in page for word in ("夥伴的回饋", "迷路的長者", "事實不對", "165 不是這樣打的", "n1.text。", "沒有變。")
    )


def test_no_name_of_a_clerk_is_shown(trainer, edition):
    flag = report(edition)
    page = browse(trainer).get(FEEDBACK).content.decode()
    person = flag.attempt.person
    assert flag.text in page
    assert not any(word in page for word in (person.name, person.employee_number, str(flag.attempt_id)))


def test_texts_stand_as_they_were_and_as_they_are(trainer, edition):
    report(edition)
    assert "看看是不是已經改好" not in browse(trainer).get(FEEDBACK).content.decode()
    again(edition, n1__text="改過的問題。")
    page = browse(trainer).get(FEEDBACK).content.decode()
    assert all(word in page for word in ("n1.text。", "改過的問題。", "看看是不是已經改好"))


def test_a_change_elsewhere_is_no_hint(trainer, edition):
    report(edition)
    again(edition, n2__text="別的一步。")
    assert "看看是不是已經改好" not in browse(trainer).get(FEEDBACK).content.decode()


def test_a_node_that_is_gone_is_told(trainer, edition):
    report(edition, "intro")
    body = edition.read()
    body["nodes"], body["start"] = body["nodes"][1:], "n1"
    freeze(work=edition.work, body=body, by=None)
    page = browse(trainer).get(FEEDBACK).content.decode()
    assert ("這一步已經拿掉了" in page, "看看是不是已經改好" in page) == (True, True)


def test_a_report_of_the_new_edition_takes_the_hint_away(trainer, edition):
    report(edition)
    report(again(edition, n1__text="改過的問題。"))
    page = browse(trainer).get(FEEDBACK).content.decode()
    assert ("夥伴看到的（第 1 版）" in page, "夥伴看到的（第 2 版）" in page) == (True, True)
    assert "看看是不是已經改好" not in page


def test_chains_do_not_see_each_others_nor_the_programmes(trainer):
    mine, theirs = ChainFactory(), ChainFactory()
    report(scenario("我家的", owner=mine), text="我家的回報")
    report(scenario("別家的", owner=theirs), text="別家的回報")
    report(scenario("大家的"), text="大家的回報")
    seen = {
        name: browse(person).get(FEEDBACK).content.decode()
        for name, person in {
            "mine": in_studio(Role.TRAINER, mine),
            "programme": trainer,
            "operator": in_studio(Role.OPERATOR, None),
        }.items()
    }
    words = ("我家的回報", "別家的回報", "大家的回報")
    assert {name: [word in page for word in words] for name, page in seen.items()} == {
        "mine": [True, False, False],
        "programme": [False, False, True],
        "operator": [True, True, True],
    }


def test_doors_of_another_chains_work_are_not_there(edition):
    chain = ChainFactory()
    own = scenario("我家的", owner=chain)
    open_library(chain=chain)
    client = browse(in_studio(Role.TRAINER, chain))
    flag = report(edition)
    told = {"flags": [flag.pk], "state": "mended", "reply": ""}
    assert client.get(f"{FEEDBACK}?work={edition.work_id}").status_code == 404
    assert client.post(f"{FEEDBACK}{edition.work_id}/answer/", told).status_code == 404
    assert client.get(f"{FEEDBACK}{edition.work_id}/n1/mend/").status_code == 404
    # Nor through the door of a work of one's own.
    client.post(f"{FEEDBACK}{own.work_id}/answer/", told)
    flag.refresh_from_db()
    assert flag.state == "open"


@pytest.mark.parametrize("role", [Role.EXPERT, Role.HR, Role.CLERK])
def test_who_is_no_trainer_finds_nothing(edition, role):
    report(edition)
    client = browse(in_studio(role, None if role == Role.EXPERT else StoreFactory().chain))
    assert [client.get(path).status_code for path in (FEEDBACK, f"{FEEDBACK}opinions/")] == [404, 404]


@pytest.mark.parametrize("asked", ["nope", "%00", "b00635ac-eaea-41f2-ad7b-3e6ac8777548"])
def test_a_work_that_never_was_is_not_there(trainer, edition, asked):
    assert browse(trainer).get(f"{FEEDBACK}?work={asked}").status_code == 404


def test_mended_is_told_to_the_clerk_on_today_for_two_weeks(trainer, edition):
    flag = report(edition, text="電話不對")
    client = browse(trainer)
    client.post(
        f"{FEEDBACK}{edition.work_id}/answer/", {"flags": [flag.pk], "state": "mended", "reply": "換成新的專線了"}
    )
    flag.refresh_from_db()
    assert (flag.state, flag.answered_by, flag.reply) == ("mended", trainer, "換成新的專線了")
    home = browse(flag.attempt.person)
    page = home.get("/").content.decode()
    assert all(word in page for word in ("你回報的「迷路的長者」已經改好了，謝謝你。", "電話不對", "換成新的專線了"))
    told = home.get("/api/v1/me/today").json()["flags"]
    assert [(f["node"], f["state"], f["reply"]) for f in told] == [("n1", "mended", "換成新的專線了")]
    Flag.objects.update(answered_at=timezone.now() - timedelta(days=15))
    assert "你回報的" not in home.get("/").content.decode()
    assert "你回報的" not in browse(clerk(StoreFactory())).get("/").content.decode()


def test_no_fault_needs_a_reason_and_thanks_all_the_same(trainer, edition):
    flag = report(edition)
    client, told = browse(trainer), {"flags": [flag.pk], "state": "no_fault", "reply": "  "}
    page = client.post(f"{FEEDBACK}{edition.work_id}/answer/", told, follow=True).content.decode()
    assert ("請用一句話跟回報的夥伴說明原因" in page, Flag.objects.open().count()) == (True, 1)
    client.post(f"{FEEDBACK}{edition.work_id}/answer/", told | {"reply": "專線確實是 1925。"})
    page = browse(flag.attempt.person).get("/").content.decode()
    assert all(word in page for word in ("講師看過了，謝謝你。", "專線確實是 1925。"))
    with pytest.raises(ReplyMissing):
        answer_flags(work=edition.work, flags=[flag.pk], state=Flag.State.NO_FAULT, reply=" ", by=trainer)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"flags": []}, "先勾選要回覆的回報"),
        ({"flags": ["nope"]}, "UUID"),
        ({"flags": [str(uuid.uuid4())]}, "剛剛有人處理過了"),
        ({"reply": "字" * 201}, "最多 200 個字"),
        ({"state": "open"}, "open"),
    ],
    ids=["none chosen", "no id", "unknown", "too long", "no such state"],
)
def test_what_makes_no_sense_is_told(trainer, edition, wrong, said):
    told = {"flags": [report(edition).pk], "state": "mended", "reply": ""} | wrong
    page = browse(trainer).post(f"{FEEDBACK}{edition.work_id}/answer/", told, follow=True)
    assert said in "".join(str(message) for message in page.context["messages"])
    assert Flag.objects.open().count() == 1


def test_an_answer_is_on_the_audit_trail_and_stands_once_given(trainer, edition):
    flag = report(edition)
    answer_flags(work=edition.work, flags=[flag.pk], state=Flag.State.MENDED, reply="好了", by=trainer)
    again_ = answer_flags(work=edition.work, flags=[flag.pk], state=Flag.State.NO_FAULT, reply="不是", by=trainer)
    flag.refresh_from_db()
    assert (again_, flag.state, flag.reply) == (0, "mended", "好了")
    entry = AuditEntry.objects.get(verb="answer_flags")
    assert (entry.by, entry.detail) == (trainer, {"state": "mended", "flags": 1})


def test_answered_reports_stand_under_their_state_with_what_was_said(trainer, edition):
    flag = report(edition)
    answer_flags(work=edition.work, flags=[flag.pk], state=Flag.State.MENDED, reply="好了", by=trainer)
    client = browse(trainer)
    pages = [client.get(f"{FEEDBACK}?state={state}").content.decode() for state in ("open", "mended", "no_fault", "x")]
    assert [flag.text in page for page in pages] == [False, True, False, False]
    assert "改好了" in pages[1]


def test_the_home_panel_counts_by_work(trainer, edition):
    report(edition)
    report(edition, "n2")
    report(scenario("別家的", owner=ChainFactory()))
    page = browse(trainer).get(HOME).content.decode()
    assert ("2 個等著看" in page, "1 個等著看" in page) == (True, False)


def test_nothing_waits_is_no_panel(trainer, edition):
    assert "等著看" not in browse(trainer).get(HOME).content.decode()


def test_the_link_leads_to_the_block_in_the_editor(trainer):
    page = published_page(open_library(chain=None), scenario_body())
    response = browse(trainer).get(f"{FEEDBACK}{page.translation_key}/n1/mend/")
    block = next(each for each in page.nodes if each.value["node_id"] == "n1")
    assert response.headers["Location"] == f"/studio/pages/{page.pk}/edit/#block-{block.id}-section"
    assert browse(trainer).get(f"{FEEDBACK}{page.translation_key}/gone/mend/").headers["Location"].endswith("/edit/")


def test_a_question_that_was_asked_alone_is_mended_in_its_lesson(trainer):
    page = published_page(open_library(chain=None), scenario_body())
    item = Work.objects.create(kind=Work.Kind.ITEM, part_of_id=page.translation_key)
    response = browse(trainer).get(f"{FEEDBACK}{item.pk}/n1/mend/")
    assert response.headers["Location"].startswith(f"/studio/pages/{page.pk}/edit/#block-")


def test_a_work_without_a_page_has_no_editor(trainer, edition):
    assert browse(trainer).get(f"{FEEDBACK}{edition.work_id}/n1/mend/").status_code == 404


def test_a_report_of_the_translation_leads_to_the_translation(edition):
    report(edition, about="translation", lang="en")
    (spot,) = opened(spots(Work.objects.all(), "open"), "open")
    assert (spot.lang, [saying.text for saying in spot.readings[0].then][:1]) == ("en", ["n1.text。"])
    report(edition, about="fact")
    (spot,) = opened(spots(Work.objects.all(), "open"), "open")
    assert spot.lang == "zh-Hant"


def test_what_is_reported_is_shown_as_text(trainer, edition):
    report(edition, text="<script>alert(1)</script>")
    assert b"<script>alert(1)" not in browse(trainer).get(FEEDBACK).content


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_asks_as_often_for_three_works_as_for_one(django_assert_num_queries, n):
    for number in range(n):
        edition = scenario(f"情境 {number}")
        report(edition)
        report(edition, "n2", lang="en")
    with django_assert_num_queries(4):
        assert len(opened(list(spots(Work.objects.all(), "open")), "open")) == 2 * n
        assert Work.objects.count() == n
