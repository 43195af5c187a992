"""Draws that an auditor repeats."""

import pytest

from drills.actions.planning import plan_run
from drills.models import Draw
from drills.queries.draws import draw_again
from tests.factories import drills
from tests.factories.drills import MONDAY
from tests.factories.people import LONG_AGO, RegionFactory, StoreFactory, clerk

pytestmark = pytest.mark.django_db


@pytest.fixture
def draw():
    region = RegionFactory()
    for _ in range(10):
        clerk(StoreFactory(region=region))
    plan_run(plan=drills.plan(region.chain, share=40), occurrence=MONDAY, at=LONG_AGO)
    return Draw.objects.get()


def test_frame_and_seed_come_to_the_same_again(draw):
    assert len(draw.drawn) == 4
    assert draw_again(draw)


def test_whoever_changed_a_draw_is_found_out(draw):
    kept = dict(draw.drawn)
    (stores,) = draw.frame.values()
    drawn, spared = next(iter(kept)), next(pk for pk in stores if str(pk) not in kept)

    draw.drawn = {str(spared) if pk == drawn else pk: drills for pk, drills in kept.items()}
    assert not draw_again(draw)
    draw.drawn = {**kept, drawn: kept[drawn][:1]}
    assert not draw_again(draw)
    draw.drawn, draw.seed = kept, "another"
    assert not draw_again(draw)
    draw.seed = drills.SEED
    draw.frame = {region: [pk for pk in stores if str(pk) != drawn] for region, stores in draw.frame.items()}
    assert not draw_again(draw)
