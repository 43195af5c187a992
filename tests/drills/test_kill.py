"""Two beats, two workers and Redis are killed at random while drills go out: every call is sent once in the app, every
message carries its call's one key, nothing is doubled and nothing forgotten."""

import random

import pytest

from tests.drills.siege import DrillSiege, Tally, phones
from tests.outbox.siege import under_siege

pytestmark = [
    pytest.mark.usefixtures("template_database"),
    pytest.mark.prove,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(900),
]
STORES, CLERKS = 200, 12


def test_every_call_is_sent_once_and_carries_one_key(capsys):
    seed = random.randrange(10**6)
    with phones() as there, under_siege("drills", "tests.drills.siege_settings", seed, DrillSiege) as siege:
        siege.broker.start()
        made = siege.muster(STORES, CLERKS, there.service.url, there.keys)
        siege.besiege(120)
        seconds = siege.settled(made["called"], patience=300)
        tally, sent, owed = siege.counted(), there.read(), siege.keys()
        told(capsys, siege, made, seconds, tally, sent)
        there_now = made["called"] - made["away"] - tally.waiting
        assert tally == Tally(
            sent=there_now,
            excused=made["away"],
            waiting=tally.waiting,
            called=there_now,
            told_sent=there_now,
            told_excused=made["away"],
            left=0,
        )
        assert set(sent) == owed, "a message under another key, or none at all"
        assert tally.waiting < made["called"] // 10
        assert tally.retaken > 0, "no kill hit a worker with work in hand"


def told(capsys, siege, made, seconds, tally, sent) -> None:
    again = sum(sent.values()) - len(sent)
    with capsys.disabled():
        hits = {victim: siege.kills.count(victim) for victim in sorted(set(siege.kills))}
        print(  # noqa: T201 - the figures are the point of a long proof
            f"\ndrills, seed {siege.seed}: {len(siege.kills)} kills {hits}; of {made['called']} calls {tally.sent} "
            f"sent, {tally.excused} excused, {tally.waiting} at another moment, settled after {seconds:.0f} s; "
            f"{len(sent)} keys for {len(sent)} calls, {again} messages sent again under theirs; "
            f"{tally.retaken} rows claimed again"
        )
