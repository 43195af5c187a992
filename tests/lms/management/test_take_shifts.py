"""The command that takes over a plan of shifts."""

import pytest
from django.core.management import CommandError, call_command

from people.models import Shift
from tests.factories.people import StoreFactory, clerk

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(tmp_path):
    return tmp_path / "shifts.csv"


def told(plan, alice, store):
    plan.write_text(
        f"店號,員工編號,開始,結束\n{store.code},{alice.employee_number},2026-11-23 22:00,06:00\n", encoding="utf-8-sig"
    )
    return str(plan)


def test_a_plan_is_taken_and_said_in_a_sentence(plan, capsys):
    store = StoreFactory()
    call_command("take_shifts", store.chain.slug, told(plan, clerk(store), store))
    assert "1 家門市，新增 1 個班，刪掉 0 個，沒有變的 0 個" in capsys.readouterr().out
    assert Shift.objects.get().store == store


def test_a_slip_takes_nothing_and_is_said_in_a_sentence(plan):
    store = StoreFactory()
    file = told(plan, clerk(StoreFactory()), store)
    with pytest.raises(CommandError, match="第 2 行的員工編號"):
        call_command("take_shifts", store.chain.slug, file)
    with pytest.raises(CommandError, match="沒有代號是 nobody 的公司"):
        call_command("take_shifts", "nobody", file)
    with pytest.raises(CommandError, match="讀不到"):
        call_command("take_shifts", store.chain.slug, "missing.csv")
    assert Shift.objects.count() == 0
