"""Invitations as pages: choosing stores, bringing people in, the sheets, one store's people."""

import html
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.actions import post
from people.joining.starting import give_start_codes, try_code
from people.models import AuditEntry, Person, Posting, Role, StartCode
from tests.factories.people import PASSWORD, RegionFactory, StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
HEAD = "store,employee_number,name,role,language\n"
CODE = r"[CDFGHJKMNPQRTVWXY34679]{4}-[CDFGHJKMNPQRTVWXY34679]{4}"


@pytest.fixture
def store():
    region = RegionFactory(chain__slug="morning", chain__name="晨光便利商店", name="臺北東區")
    return StoreFactory(region=region, code="10231", name="榕樹門市")


@pytest.fixture
def hr(store):
    return posted(Role.HR, store.chain, "吳佩蓉")


def client_of(somebody):
    client = Client()
    client.force_login(somebody)
    return client


def upload(client, text, *chosen, slug="morning"):
    file = SimpleUploadedFile("people.csv", text if isinstance(text, bytes) else text.encode())
    return client.post(f"/board/{slug}/invite/people/", {"way": "file", "file": file, "chosen": chosen})


def said(answer):
    return html.unescape(answer.content.decode())


def token_of(answer, name):
    return re.search(rf'name="{name}" value="([^"]+)"', answer.content.decode()).group(1)


def test_it_works_from_the_list_to_the_sheet_to_the_first_sign_in(store, hr):
    client = client_of(hr)
    preview = upload(client, f"{HEAD}10231,F1,陳大明,clerk,\n10231,F2,Siti Rahmawati,manager,en\n")
    assert ("陳大明" in said(preview), Person.objects.filter(employee_number="F1").exists()) == (True, False)
    sheet = client.post("/board/morning/invite/people/", {"confirm": token_of(preview, "confirm")})
    strip = re.search(r"陳大明.*?<b>(\w{4}-\w{4})</b>", sheet.content.decode(), re.S)
    assert "no-store" in sheet["Cache-Control"]
    fields = {"chain": "morning", "employee_number": "F1", "password": strip.group(1)}
    assert Client().post("/sign-in/", fields)["Location"].startswith("/sign-in/password/")
    assert AuditEntry.objects.filter(verb="take_people", by=hr).count() == 1


def test_people_are_typed_in_too(store, hr):
    typed = {"store": ["10231", "10231"], "employee_number": ["F1", ""], "name": ["陳大明", ""], "role": ["clerk"] * 2}
    preview = client_of(hr).post(
        "/board/morning/invite/people/", typed | {"language": ["zh-Hant"] * 2, "chosen": "10231"}
    )
    assert ("陳大明" in said(preview), "邀請這 1 人" in said(preview)) == (True, True)
    assert not Person.objects.filter(employee_number="F1").exists()


def test_what_was_typed_wrong_is_named_and_kept(store, hr):
    typed = {"store": "10231", "employee_number": "F1", "name": "=SUM()", "role": "boss", "language": "en"}
    answer = client_of(hr).post("/board/morning/invite/people/", typed | {"chosen": "10231"})
    assert answer.status_code == 422
    assert all(word in said(answer) for word in ("第 1 行：姓名不能用「=」開頭", "職務「boss」看不懂", 'value="F1"'))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "檔案是空的"),
        (HEAD, "沒有任何人"),
        (HEAD + "99999,F1,陳大明,clerk,\n", "第 2 行：找不到店號 99999"),
        (HEAD + "10231,F1,陳大\x00明,clerk,\n", "第 2 行：姓名有看不見的字元"),
        (HEAD + "10231,F1,@SUM(A1),clerk,\n", "第 2 行：姓名不能用「@」開頭"),
        (HEAD + "10231,F1,陳大明,boss,\n", "第 2 行：職務「boss」看不懂"),
        (HEAD + "10231,F1,陳大明,clerk,\n" * 10_001, "名單超過 10,000 行"),
        ((HEAD + "10231,F1,陳大明,clerk,\n").encode("big5"), "不是 UTF-8"),
        (HEAD + "10231,F1,陳大明,clerk,\n" * 80_000, "檔案超過 2 MB"),
    ],
)
def test_a_list_with_a_fault_writes_nothing_and_says_what_to_mend(store, hr, text, words):
    people = Person.objects.count()
    answer = upload(client_of(hr), text)
    assert (answer.status_code, words in said(answer), Person.objects.count()) == (422, True, people)


def test_no_file_is_said(store, hr):
    answer = client_of(hr).post("/board/morning/invite/people/", {"way": "file"})
    assert "請先選一個檔案" in said(answer)


def test_many_faults_are_cut_short_with_their_number(store, hr):
    answer = upload(client_of(hr), HEAD + "".join(f"10231,F{n},陳大明,boss,\n" for n in range(30)))
    assert (said(answer).count("看不懂"), "還有 10 個地方" in said(answer)) == (20, True)


def test_a_list_for_chosen_stores_names_no_other(store, hr):
    StoreFactory(region=store.region, code="10244")
    answer = upload(client_of(hr), HEAD + "10244,F1,陳大明,clerk,\n", "10231")
    assert "找不到店號 10244，或不在你選的門市裡" in said(answer)


def test_a_preview_that_was_changed_or_is_anothers_is_not_taken(store, hr):
    preview = upload(client_of(hr), HEAD + "10231,F1,陳大明,clerk,\n")
    token = token_of(preview, "confirm")
    other = client_of(posted(Role.HR, store.chain))
    for client, sent in ((client_of(hr), token[:-2] + "xx"), (other, token)):
        answer = client.post("/board/morning/invite/people/", {"confirm": sent}, follow=True)
        assert "沒有寫入任何東西" in said(answer)
    assert not Person.objects.filter(employee_number="F1").exists()


def test_what_changed_between_preview_and_yes_is_told(store, hr):
    client = client_of(hr)
    preview = upload(client, HEAD + "10231,F1,陳大明,clerk,\n")
    store.closed_on = date(2026, 1, 1)
    store.save()
    StoreFactory(region=store.region)
    answer = client.post("/board/morning/invite/people/", {"confirm": token_of(preview, "confirm")})
    assert (answer.status_code, "已經歇業" in said(answer)) == (422, True)


def test_yes_said_twice_invites_once(store, hr):
    client = client_of(hr)
    token = token_of(upload(client, HEAD + "10231,F1,陳大明,clerk,\n"), "confirm")
    client.post("/board/morning/invite/people/", {"confirm": token})
    digest = StartCode.objects.get().digest
    again = client.post("/board/morning/invite/people/", {"confirm": token}, follow=True)
    assert "本來就在的 1 人" in said(again)
    assert (Person.objects.filter(employee_number="F1").count(), StartCode.objects.get().digest) == (1, digest)


def test_a_sheet_gives_new_codes_to_those_who_have_not_come_in(store, hr):
    new, here = clerk(store, "陳大明"), clerk(store, "林小華", password=PASSWORD)
    old = give_start_codes(persons=[new], by=None)[new.pk]
    answer = client_of(hr).post("/board/morning/invite/sheets/", {"store": "10231"})
    codes = re.findall(CODE, answer.content.decode())
    assert (len(codes), "陳大明" in said(answer), "林小華" in said(answer)) == (1, True, False)
    assert [try_code(person=new, typed=typed).verdict for typed in (codes[0], old)] == ["open", "wrong"]
    here.refresh_from_db()
    assert here.check_password(PASSWORD)


def test_the_sheet_comes_as_pdf_to_who_made_it_only(store, hr):
    clerk(store, "陳大明")
    client = client_of(hr)
    shown = client.post("/board/morning/invite/sheets/", {"store": "10231"})
    token = token_of(shown, "sheets")
    answer = client.post("/board/morning/invite/sheets.pdf", {"sheets": token})
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert "streetlight-invite-morning-" in answer["Content-Disposition"]
    other = client_of(posted(Role.HR, store.chain))
    refused = [(other, token), (client, token + "x"), (client, "")]
    assert [who.post("/board/morning/invite/sheets.pdf", {"sheets": t}).status_code for who, t in refused] == [404] * 3


def test_no_store_chosen_and_nobody_waiting_are_said(store, hr):
    clerk(store, password=PASSWORD)
    client = client_of(hr)
    words = [
        said(client.post("/board/morning/invite/sheets/", fields, follow=True)) for fields in ({}, {"store": "10231"})
    ]
    assert ("先勾選門市" in words[0], "不需要新的起始碼" in words[1]) == (True, True)


def test_the_list_says_how_far_each_store_is(store, hr):
    for name in "甲乙丙":
        clerk(store, name)
    for name in "丁戊":
        clerk(store, name, password=PASSWORD)
    give_start_codes(persons=Person.objects.filter(name="甲"), by=None)
    clerk(StoreFactory(region=store.region, name="河堤門市"), password=PASSWORD)
    clerk(StoreFactory(region=store.region, name="夜市門市"))
    StoreFactory(region=store.region, name="新開門市")
    StoreFactory(region=store.region, name="收掉的店", closed_on=date(2026, 1, 1))
    page = said(client_of(hr).get("/board/morning/invite/"))
    assert all(word in page for word in ("5 人裡 2 人已經登入", "1 人都登入了", "1 人還沒邀請", "還沒有夥伴"))
    assert "收掉的店" not in page


def test_stores_are_found_by_code_name_or_region_and_stay_chosen(store, hr):
    StoreFactory(region=RegionFactory(chain=store.chain, name="高雄區"), code="20001", name="港邊門市")
    client = client_of(hr)
    for words, found in (("榕樹", True), ("10231", True), ("台北東", True), ("高雄", False), ("港邊", False)):
        assert ("榕樹門市" in said(client.get(f"/board/morning/invite/?q={words}"))) is found
    page = said(client.get("/board/morning/invite/?q=港邊&store=10231"))
    assert ("選了 1 家" in page, 'value="10231" checked' in page, "港邊門市" in page) == (True, True, True)


def test_one_store_says_who_holds_a_slip_and_who_needs_one(store, hr):
    give_start_codes(persons=[clerk(store, "陳大明")], by=None)
    clerk(store, "林小華", password=PASSWORD)
    page = said(client_of(hr).get("/board/morning/invite/store/10231/"))
    assert all(word in page for word in ("2 人裡 1 人已經登入", "還沒登入", "已經登入", "起始碼到", "印 1 人的邀請單"))


def test_a_new_code_for_one_who_forgot_the_password(store, hr):
    alice = clerk(store, "林小華", password=PASSWORD)
    fields = {"employee_number": alice.employee_number}
    answer = client_of(hr).post("/board/morning/invite/store/10231/code/", fields)
    (code,) = re.findall(CODE, answer.content.decode())
    alice.refresh_from_db()
    assert (alice.has_usable_password(), try_code(person=alice, typed=code).verdict) == (False, "open")
    assert AuditEntry.objects.get(verb="reset_password").by == hr


def test_nobody_takes_over_somebody_who_sees_more(store, hr):
    boss = posted(Role.MANAGER, store, "店長", password=PASSWORD)
    colleague = posted(Role.MANAGER, store, "另一位店長", password=PASSWORD)
    beyond = clerk(StoreFactory(region=store.region), password=PASSWORD)
    for who, whom in ((boss, colleague), (boss, boss), (boss, beyond), (boss, hr), (hr, beyond)):
        fields = {"employee_number": whom.employee_number}
        assert client_of(who).post("/board/morning/invite/store/10231/code/", fields).status_code == 404
    assert not AuditEntry.objects.filter(verb="reset_password").exists()


def addresses(slug="morning", code="10231"):
    below = ["", "people/", "sheets/", "sheets.pdf", "posters/", "posters.pdf", f"store/{code}/"]
    below += [f"store/{code}/{path}/" for path in ("code", "reset", "poster", "approve", "refuse")]
    return [f"/board/{slug}/invite/{path}" for path in below]


def tried(client, address):
    return {client.get(address).status_code, client.post(address, {"store": "10231"}).status_code}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.HR, Role.MANAGER, Role.OWNER}))
def test_other_roles_find_nothing(store, role):
    client = client_of(posted(role, store.chain))
    assert [tried(client, address) for address in addresses()] == [{404}] * 12


def test_hr_of_another_chain_finds_nothing(store):
    client = client_of(posted(Role.HR, StoreFactory(code="10231").chain))
    found = [tried(client, address) for address in addresses()]
    assert [statuses - {404, 405} for statuses in found] == [set()] * 12
    assert "榕樹門市" not in said(client.get(f"/board/{Person.objects.last().chain.slug}/invite/"))


def test_an_owner_brings_clerks_into_the_own_stores(store):
    beside = StoreFactory(region=store.region, code="10244", name="河堤門市")
    StoreFactory(region=store.region, code="10255", name="夜市門市")
    owner = posted(Role.OWNER, store)
    post(person=owner, role=Role.OWNER, scope=beside, by=None)
    client = client_of(owner)
    page = said(client.get("/board/morning/invite/"))
    assert [name in page for name in ("榕樹門市", "河堤門市", "夜市門市")] == [True, True, False]
    assert "邀請這 1 人" in said(upload(client, HEAD + "10244,F1,陳大明,clerk,\n"))
    assert "店長由總部人資邀請" in said(upload(client, HEAD + "10244,F1,陳大明,manager,\n"))
    boss = posted(Role.MANAGER, store, password=PASSWORD)
    fields = {"employee_number": boss.employee_number}
    assert client.post("/board/morning/invite/store/10231/code/", fields).status_code == 404


def test_a_manager_finds_the_own_store_only(store):
    StoreFactory(region=store.region, code="10244", name="河堤門市")
    client = client_of(posted(Role.MANAGER, store))
    page = said(client.get("/board/morning/invite/"))
    assert ("榕樹門市" in page, "河堤門市" in page) == (True, False)
    assert client.get("/board/morning/invite/store/10244/").status_code == 404
    assert "先勾選門市" in said(client.post("/board/morning/invite/sheets/", {"store": "10244"}, follow=True))
    offered = said(client.get("/board/morning/invite/people/?store=10231&store=10244"))
    assert ("河堤門市" in offered, 'value="manager"' in offered) == (False, False)


@pytest.mark.parametrize("code", ["nope", "%00", "9" * 300])
def test_a_store_that_never_was_is_not_there(store, hr, code):
    client = client_of(hr)
    assert client.get(f"/board/morning/invite/store/{code}/").status_code == 404
    assert client.get(f"/board/morning/invite/?store={code}&q=%00&page=x").status_code == 200
    assert client.get(f"/board/morning/invite/people/?store={code}").status_code == 200


def test_names_are_shown_as_text(store, hr):
    clerk(store, "<script>alert(1)</script>")
    client = client_of(hr)
    pages = client.get("/board/morning/invite/store/10231/").content
    pages += client.post("/board/morning/invite/sheets/", {"store": "10231"}).content
    assert b"<script>alert" not in pages


@pytest.mark.parametrize("path", ["", "store/10231/"])
def test_three_stores_and_people_take_as_many_queries_as_one(store, hr, path):
    client = client_of(hr)
    clerk(store)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/board/morning/invite/{path}").status_code == 200
        return len(caught)

    queries()
    one = queries()
    for _ in range(2):
        beside = StoreFactory(region=RegionFactory(chain=store.chain))
        for place in (store, beside):
            give_start_codes(persons=[clerk(place)], by=None)
    assert Posting.objects.on_the_floor().count() == 5
    assert (queries(), one) == (one, {"": 8, "store/10231/": 8}[path])
