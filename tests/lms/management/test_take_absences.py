"""The command that takes over a list of leave."""

import pytest
from django.core.management import CommandError, call_command

from people.models import Absence
from tests.factories.people import StoreFactory, clerk

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    return tmp_path / "leave.csv"


def told(file, alice, store):
    row = f"{store.code},{alice.employee_number},2026-11-23,"
    file.write_text(f"店號,員工編號,開始,結束\n{row}\n", encoding="utf-8-sig")
    return str(file)


def test_a_list_is_taken_and_said_in_a_sentence(file, capsys):
    store = StoreFactory()
    call_command("take_absences", store.chain.slug, told(file, clerk(store), store))
    assert "1 家門市，新增 1 筆請假，刪掉 0 筆，沒有變的 0 筆" in capsys.readouterr().out
    assert Absence.objects.get().store == store


def test_a_slip_takes_nothing_and_is_said_in_a_sentence(file):
    store = StoreFactory()
    leave = told(file, clerk(StoreFactory()), store)
    with pytest.raises(CommandError, match="第 2 行的員工編號"):
        call_command("take_absences", store.chain.slug, leave)
    with pytest.raises(CommandError, match="沒有代號是 nobody 的公司"):
        call_command("take_absences", "nobody", leave)
    with pytest.raises(CommandError, match="讀不到"):
        call_command("take_absences", store.chain.slug, "missing.csv")
    assert Absence.objects.count() == 0
