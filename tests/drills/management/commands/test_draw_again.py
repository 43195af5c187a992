import pytest
from django.core.management import CommandError, call_command

from drills.actions.planning import plan_run
from drills.models import Draw
from tests.factories import drills
from tests.factories.drills import MONDAY
from tests.factories.people import LONG_AGO, StoreFactory, clerk

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    store = StoreFactory()
    clerk(store)
    made = drills.plan(store)
    plan_run(plan=made, occurrence=MONDAY, at=LONG_AGO)
    return made


def test_it_says_that_the_draw_is_the_same(plan, capsys):
    call_command("draw_again", str(plan.pk), "2026-02-14")
    assert capsys.readouterr().out == (
        f"長者走失演練，2026-01-01 到 2026-03-31：1 家門市抽 1 家，種子 {plan.seed}，重抽的結果和當時的完全一樣。\n"
    )


def test_it_says_that_somebody_changed_it(plan):
    # Another seed might come to the same by chance.
    Draw.objects.update(drawn={})
    with pytest.raises(CommandError, match="不一樣"):
        call_command("draw_again", str(plan.pk), "2026-02-14")


@pytest.mark.parametrize(("number", "period"), [("1", "2026-04-01"), ("999999", "2026-01-01")])
def test_it_says_that_there_is_none(plan, number, period):
    number = str(plan.pk) if number == "1" else number
    with pytest.raises(CommandError, match="沒有抽樣"):
        call_command("draw_again", number, period)
