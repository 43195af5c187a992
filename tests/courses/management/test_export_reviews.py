"""The log of reviews for whoever fits weights."""

import csv
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import override_settings

from courses.models import Review
from tests.factories.learning import settle
from tests.factories.people import LONG_AGO
from tests.factories.refreshers import answer_all, learner, quiz_body

pytestmark = pytest.mark.django_db


@pytest.fixture
def alices():
    found = learner(quiz_body(2))
    answer_all(found.clerk, found.lesson, found.enrolment.purpose, ways={"q2": "c"})
    settle()
    memory = found.memory("q2")
    answer_all(found.clerk, memory.item.current_id, memory.purpose, at=LONG_AGO + timedelta(days=2), ms=4200)
    settle()
    return found


def exported(folder):
    call_command("export_reviews", out=folder / "reviews.csv")
    with (folder / "reviews.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_each_review_is_a_line_as_the_optimiser_reads_it(alices, tmp_path):
    rows = exported(tmp_path)
    assert len(rows) == Review.objects.count() == 3
    cards = {row["card_id"] for row in rows}
    assert len(cards) == 2
    last = max(rows, key=lambda row: int(row["review_time"]))
    at = LONG_AGO + timedelta(days=2)
    assert (last["review_time"], last["review_rating"]) == (str(int(at.timestamp() * 1000)), "3")
    assert (last["review_state"], last["review_duration"]) == ("2", "4200")


def test_it_names_nobody(alices, tmp_path):
    exported(tmp_path)
    told = (tmp_path / "reviews.csv").read_text()
    rows = exported(tmp_path)
    assert alices.clerk.name not in told
    assert alices.clerk.employee_number not in {value for row in rows for value in row.values()}
    assert str(alices.clerk.pk) not in {row["person"] for row in rows}
    assert {row["person"] for row in rows} == {rows[0]["person"]}


def test_a_pseudonym_stays_for_one_house_and_says_nothing_to_another(alices, tmp_path):
    here, again = exported(tmp_path), exported(tmp_path)
    assert here == again
    with override_settings(SECRET_KEY="another house's key"):
        there = exported(tmp_path)
    assert {row["person"] for row in here}.isdisjoint({row["person"] for row in there})
    assert {row["card_id"] for row in here}.isdisjoint({row["card_id"] for row in there})


def test_without_a_file_it_is_written_to_standard_output(alices, capsys):
    call_command("export_reviews")
    assert capsys.readouterr().out.splitlines()[0].startswith("card_id,review_time,review_rating")
