"""Plans of shifts and lists of leave from machines."""

import json
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.api_auth import give_token
from people.models import Absence, AuditEntry, Role, Shift
from people.shifts.rows import ShiftsError, rows_in
from people.shifts.rules import SHOP
from tests.factories.people import StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 23, 22, tzinfo=SHOP)
BOTH = pytest.mark.parametrize("what", ["shifts", "absences"])
ROW = {"shifts": ("2026-11-23 22:00", "06:00"), "absences": ("2026-11-23", "")}
TABLE = {"shifts": Shift, "absences": Absence}


@pytest.fixture
def shop():
    return StoreFactory()


@pytest.fixture
def alice(shop):
    return clerk(shop)


class Machine:
    """Calls the API with a bearer token alone, CSRF checked as in the field."""

    def __init__(self, person):
        self.client = Client(enforce_csrf_checks=True)
        self.headers = {"Authorization": f"Bearer {give_token(person=person, name='HR', by=None)}"}

    def put(self, store, what, body, kind="application/json", query=""):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        address = f"/api/v1/chains/{store.chain.slug}/{what}{query}"
        answer = self.client.put(address, data, content_type=kind, headers=self.headers)
        return answer.status_code, answer.json()


@pytest.fixture
def machine(shop):
    return Machine(posted(Role.HR, shop.chain))


def line(who, store, start="2026-11-23 22:00", end="06:00"):
    return {"store": store.code, "employee_number": who.employee_number, "start": start, "end": end}


def taken(new=0, removed=0, same=0, stores=1):
    return 200, {"stores": stores, "new": new, "removed": removed, "same": same}


def test_a_plan_as_json_and_the_same_again_as_csv(machine, shop, alice):
    assert machine.put(shop, "shifts", [line(alice, shop)]) == taken(new=1)
    csv = f"店號,員工編號,開始,結束\n{shop.code},{alice.employee_number},2026-11-23T14:00:00Z,2026-11-23T22:00:00Z\n"
    assert machine.put(shop, "shifts", csv.encode(), "text/csv; charset=utf-8") == taken(same=1)
    shift = Shift.objects.get()
    assert (shift.person, shift.store, shift.starts_at) == (alice, shop, NIGHT)
    assert AuditEntry.objects.filter(verb="take_shifts").first().by.postings.get().role == Role.HR


def test_leave_as_json_and_the_same_again_as_csv(machine, shop, alice):
    assert machine.put(shop, "absences", [line(alice, shop, "2026-11-23", "")]) == taken(new=1)
    csv = f"store,employee_number,start,end\n{shop.code},{alice.employee_number},2026-11-23,2026-11-23\n"
    assert machine.put(shop, "absences", csv.encode(), "text/csv") == taken(same=1)
    assert Absence.objects.get().ends_at == NIGHT + timedelta(hours=2)


@BOTH
def test_days_of_a_scope_are_told_anew(machine, shop, alice, what):
    assert machine.put(shop, what, [line(alice, shop, *ROW[what])]) == taken(new=1)
    scope = f"?store={shop.code}&from=2026-11-22&until=2026-11-24"
    assert machine.put(shop, what, [], query=scope) == taken(removed=1)
    assert machine.put(shop, what, []) == taken(stores=0)


@BOTH
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?store=1", "要一起給"),
        ("?from=2026-11-22&until=2026-11-24", "要一起給"),
        ("?store={0.code}&from=2026-11-24&until=2026-11-22", "until 不能比 from 早"),
        ("?store={0.code}&from=2026-01-01&until=2026-12-31", "最多 92 天"),
        ("?store=nope&from=2026-11-22&until=2026-11-24", "門市 nope 找不到"),
        ("?store=%00&from=2026-11-22&until=2026-11-24", ""),
        ("?store={0.code}&from=soon&until=2026-11-24", ""),
    ],
)
def test_a_scope_that_makes_no_sense_is_refused(machine, shop, alice, what, query, said):
    status, told = machine.put(shop, what, [line(alice, shop, *ROW[what])], query=query.format(shop))
    assert (status, said in str(told["detail"])) == (422, True)
    assert TABLE[what].objects.count() == 0


@BOTH
@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        ("application/json", b" ", "不是正確的 JSON"),
        ("application/json", b"\xff\xfe\xfd", "不是正確的 JSON"),
        ("application/json", b"[" * 100_000, "不是正確的 JSON"),
        ("application/json", b"{}", "要的是一個清單"),
        ("application/json", b'[{"store": "1"}]', "第 1 行要剛好有"),
        ("application/json", b'[{"store": 1, "employee_number": "A", "start": "", "end": ""}]', "第 1 行要剛好有"),
        ("application/json", b'[{"store": "", "employee_number": "A", "start": "", "end": ""}]', "第 1 行的 store"),
        ("application/json", b'[{"store": "\\ud800", "employee_number": "A", "start": "", "end": ""}]', "行的 store"),
        ("application/json", b'[{"store": "1", "employee_number": "A", "start": "", "end": ""}]', "第 1 行的 start"),
        ("text/csv", b"\n", "第 1 行看不懂"),
        ("text/csv", "店號".encode("big5"), "UTF-8"),
    ],
)
def test_a_body_that_cannot_be_taken_is_named_by_line(machine, shop, what, kind, body, said):
    status, told = machine.put(shop, what, body, kind)
    assert (status, said in told["detail"]) == (422, True)


@BOTH
def test_nothing_is_taken_where_one_line_is_wrong(machine, shop, alice, what):
    stranger = clerk(StoreFactory())
    lines = [line(alice, shop, *ROW[what]), line(stranger, shop, *ROW[what])]
    status, told = machine.put(shop, what, lines)
    assert (status, told["detail"].startswith("第 2 行的員工編號")) == (422, True)
    assert TABLE[what].objects.count() == 0


@BOTH
def test_other_kinds_of_bodies_and_too_large_ones_are_refused(machine, shop, what):
    assert machine.put(shop, what, b"<plan/>", "application/xml")[0] == 415
    assert machine.put(shop, what, b" " * 1_000_001)[0] == 413
    assert "超過 20000 行" in machine.put(shop, what, [{}] * 20_001)[1]["detail"]


@BOTH
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR, Role.CLERK, Role.TRAINER])
def test_a_token_opens_no_more_than_its_persons_role(shop, alice, what, role):
    scope = {Role.SUPERVISOR: shop.region, Role.CLERK: shop}.get(role, shop.chain)
    machine = Machine(posted(role, scope))
    assert machine.put(shop, what, [line(alice, shop, *ROW[what])])[0] == 404
    assert TABLE[what].objects.count() == 0


@BOTH
def test_a_managers_machine_plans_the_own_store_and_no_other(shop, alice, what):
    beside, machine = StoreFactory(region=shop.region), Machine(posted(Role.MANAGER, shop))
    other = clerk(beside)
    assert machine.put(shop, what, [line(alice, shop, *ROW[what])]) == taken(new=1)
    status, told = machine.put(shop, what, [line(other, beside, *ROW[what])])
    assert (status, "第 1 行的門市" in told["detail"]) == (422, True)
    assert machine.put(StoreFactory(), what, [])[0] == 404


@BOTH
def test_a_signed_in_person_shows_a_csrf_token(shop, alice, what):
    client = Client(enforce_csrf_checks=True)
    client.force_login(posted(Role.MANAGER, shop))
    body = json.dumps([line(alice, shop, *ROW[what])])
    address = f"/api/v1/chains/{shop.chain.slug}/{what}"
    assert client.put(address, body, content_type="application/json").status_code == 403
    token = client.get("/notices/").cookies["csrftoken"].value
    answer = client.put(address, body, content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 200


@BOTH
@pytest.mark.parametrize("lines", [1, 3])
def test_three_lines_take_as_many_queries_as_one(machine, shop, what, lines):
    people = [clerk(shop) for _ in range(lines)]
    rows = [line(who, shop, *ROW[what]) for who in people]
    with CaptureQueriesContext(connection) as caught:
        assert machine.put(shop, what, rows) == taken(new=lines)
    assert len(caught) == {"shifts": 13, "absences": 12}[what]


def test_the_document_says_what_may_be_sent():
    document = json.loads(Client().get("/api/v1/openapi.json").content)
    for what in ("shifts", "absences"):
        call = document["paths"][f"/api/v1/chains/{{slug}}/{what}"]["put"]
        kinds = call["requestBody"]["content"]
        assert set(kinds) == {"application/json", "text/csv"}
        assert kinds["application/json"]["schema"]["items"]["required"] == ["store", "employee_number", "start", "end"]
        assert {"slug", "store", "from", "until"} == {parameter["name"] for parameter in call["parameters"]}
        assert set(call["responses"]) == {"200", "404", "413", "415", "422"}


json_values = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda v: st.lists(v, max_size=3))
cells = st.fixed_dictionaries({name: st.text(max_size=20) for name in ("store", "employee_number", "start", "end")})


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(json_values | st.lists(cells | json_values, max_size=4))
def test_whatever_json_comes_is_read_or_refused(value):
    told: object
    try:
        told = list(rows_in(value)) == value or True
    except ShiftsError as refusal:
        told = str(refusal)
    assert told
