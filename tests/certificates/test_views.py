"""The list, the document and the public page."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from certificates.actions import open_renewal, revoke
from certificates.models import Credential
from courses.models import Enrolment
from people.models import Role
from tests.factories.learning import play, settle
from tests.factories.people import LONG_AGO, clerk, person, posted
from tests.factories.walks import certified

pytestmark = pytest.mark.django_db


@pytest.fixture
def recent():
    """A day two months before now: certificates of that day are valid today."""
    return datetime.now(UTC).replace(microsecond=0) - timedelta(days=60)


def client_of(somebody):
    client = Client()
    client.force_login(somebody)
    return client


def test_it_works():
    walked, credential = certified()
    page = client_of(walked.clerk).get("/certificates/").content.decode()
    assert all(word in page for word in ("門市關懷前線", f"/certificates/{credential.pk}.pdf", credential.code))


def test_the_list_is_ones_own():
    walked, credential = certified()
    page = client_of(clerk(walked.store, "林小華")).get("/certificates/").content.decode()
    assert ("還沒有證書" in page, credential.code in page) == (True, False)


def test_the_holder_opens_the_document_the_same_bytes_each_time():
    walked, credential = certified()
    client = client_of(walked.clerk)
    first, second = (client.get(f"/certificates/{credential.pk}.pdf") for _ in range(2))
    assert (first.status_code, first["Content-Type"], first.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert first["Content-Disposition"] == f'inline; filename="streetlight-{credential.code}.pdf"'
    assert (second.content, second["ETag"]) == (first.content, first["ETag"])
    assert "private" in first["Cache-Control"]


def test_the_manager_of_the_store_opens_it_too():
    walked, credential = certified()
    manager = client_of(posted(Role.MANAGER, walked.store))
    assert manager.get(f"/certificates/{credential.pk}.pdf").status_code == 200


def test_for_others_the_document_is_not_there_though_it_exists():
    walked, credential = certified()
    client_of(walked.clerk).get(f"/certificates/{credential.pk}.pdf")
    for stranger in (clerk(walked.store, "林小華"), posted(Role.TRAINER, walked.chain), person(None)):
        assert client_of(stranger).get(f"/certificates/{credential.pk}.pdf").status_code == 404
    assert client_of(walked.clerk).get(f"/certificates/{uuid.uuid4()}.pdf").status_code == 404


def test_a_name_that_no_font_draws_is_answered_in_words_and_can_be_tried_again():
    walked, credential = certified(name="王\ue000明")
    client = client_of(walked.clerk)
    answer = client.get(f"/certificates/{credential.pk}.pdf")
    page = answer.content.decode()
    assert (answer.status_code, answer["Content-Type"][:9]) == (503, "text/html")
    assert all(word in page for word in ("沒有遺失", "自造字", f"/verify/{credential.code}/"))
    assert "Traceback" not in page
    walked.clerk.name = "王小明"
    walked.clerk.save(update_fields=["name"])
    assert client.get(f"/certificates/{credential.pk}.pdf").status_code == 200


def test_a_title_that_fits_no_page_is_answered_in_words():
    walked, credential = certified()
    walked.course.titles = {"zh-Hant": "很長的課程名稱" * 400}
    walked.course.save(update_fields=["titles"])
    answer = client_of(walked.clerk).get(f"/certificates/{credential.pk}.pdf")
    assert (answer.status_code, "請縮短" in answer.content.decode()) == (503, True)


def verify(code):
    return Client().get(f"/verify/{code}/")


def test_anybody_sees_that_a_certificate_holds(recent):
    walked, credential = certified(at=recent)
    page = verify(credential.code).content.decode()
    assert all(word in page for word in ("有效", "王○明", walked.chain.name, "門市關懷前線", credential.code))


def test_search_engines_are_asked_to_forget_it(recent):
    _, credential = certified(at=recent)
    assert verify(credential.code)["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(("days_ago", "css"), [(60, "verify-valid"), (350, "verify-expiring"), (400, "verify-expired")])
def test_the_page_shows_the_live_state(days_ago, css):
    _, credential = certified(at=datetime.now(UTC) - timedelta(days=days_ago))
    answer = verify(credential.code)
    assert (answer.status_code, css in answer.content.decode()) == (200, True)
    assert "no-store" in answer["Cache-Control"]


def test_a_revoked_one_says_so_from_that_moment_on(recent):
    _, credential = certified(at=recent)
    before = verify(credential.code).content.decode()
    revoke(credential=credential, because="冒名作答", by=person(None))
    after = verify(credential.code).content.decode()
    assert ("verify-valid" in before, "verify-revoked" in after) == (True, True)
    assert "冒名作答" not in after


def test_a_superseded_one_leads_to_nobody_elses(recent):
    walked, credential = certified(at=recent)
    open_renewal(credential_id=credential.pk, at=recent + timedelta(days=1))
    play(walked.clerk, walked.script, Enrolment.objects.get(cycle=2), at=recent + timedelta(days=2))
    settle()
    newer = Credential.objects.get(cycle=2)
    page = verify(credential.code).content.decode()
    assert ("verify-superseded" in page, newer.code in page) == (True, False)
    assert "verify-valid" in verify(newer.code).content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", ""),
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: " " + code.replace("-", "–") + " ",
    ],
)
def test_a_code_typed_otherwise_leads_to_the_canonical_address(typed):
    _, credential = certified()
    other = typed(credential.code)
    answer = verify(other)
    expected = (200, None) if other == credential.code else (302, f"/verify/{credential.code}/")
    assert (answer.status_code, answer.headers.get("Location")) == expected


@pytest.mark.parametrize(
    "code", ["AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", "x", "%00", "..", "王小明", "<script>", "9" * 3000]
)
def test_an_unknown_code_is_404_and_says_so(code):
    certified()
    answer = verify(code)
    page = answer.content.decode()
    assert (answer.status_code, "查無這張證書" in page) == (404, True)
    assert ("王○明" in page, "<script>" in page) == (False, False)


def test_an_unknown_code_costs_one_query_as_a_known_one_does(django_assert_num_queries):
    _, credential = certified()
    for code in (credential.code, "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA"):
        with django_assert_num_queries(1):
            verify(code)


@pytest.mark.parametrize("name", ["王小明", "歐陽小明", "Nguyen Thi Lan", "瓦歷斯·諾幹", "陳明"])
def test_the_full_name_stands_nowhere_on_the_public_page(name):
    walked, credential = certified(name=name)
    answer = verify(credential.code)
    everything = answer.content.decode() + str(answer.headers)
    assert "○" in everything
    assert name not in everything
    assert walked.clerk.employee_number not in everything
    assert str(credential.pk) not in everything


def test_the_form_leads_to_what_was_typed(recent):
    _, credential = certified(at=recent)
    assert "查驗證書" in Client().get("/verify/").content.decode()
    for typed in (
        credential.code,
        credential.code.lower().replace("-", " "),
        f"https://x.test/verify/{credential.code}/",
    ):
        assert Client().get("/verify/", {"code": typed})["Location"] == f"/verify/{credential.code}/"


@pytest.mark.parametrize(
    "typed", ["abc", "a/b", "..", "../x", "%2e%2e", "//evil.example", "?", "#", "\x00", "王" * 500]
)
def test_whatever_is_typed_stays_on_the_page(typed):
    answer = Client().get("/verify/", {"code": typed})
    assert answer["Location"].startswith("/verify/")
    assert Client().get(answer["Location"]).status_code == 404


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_asks_again(typed):
    assert Client().get("/verify/", {"code": typed}).status_code == 200


def test_strangers_are_sent_away_from_list_and_document():
    _, credential = certified(at=LONG_AGO)
    addresses = ["/certificates/", f"/certificates/{credential.pk}.pdf"]
    assert [Client().get(a)["Location"][:15] for a in addresses] == ["/sign-in/?next="] * 2
