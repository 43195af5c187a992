"""The command that lets a machine call the API."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import APIToken

from people.models import AuditEntry, Role
from tests.factories.people import StoreFactory, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr():
    return posted(Role.HR, StoreFactory().chain, "排班系統")


def test_a_machine_acts_as_its_person_with_what_was_printed(hr, capsys):
    call_command("give_token", hr.chain.slug, hr.employee_number, "每晚的班表")
    secret = re.search(r"wagtail_\w+", capsys.readouterr().out).group()
    answer = Client().get("/api/v1/me/today", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
    kept = AuditEntry.objects.get(verb="give_token")
    assert (kept.subject, kept.detail["name"]) == (f"people.person:{hr.pk}", "每晚的班表")
    assert secret not in str(kept.detail)


def test_nobody_by_that_name_is_given_none(hr):
    for chain, number in ((hr.chain.slug, "X1"), ("nowhere", hr.employee_number)):
        with pytest.raises(CommandError, match=f"{chain} 沒有員工編號 {number} 的在職人員"):
            call_command("give_token", chain, number, "x")
    hr.is_active = False
    hr.save(update_fields=["is_active"])
    with pytest.raises(CommandError):
        call_command("give_token", hr.chain.slug, hr.employee_number, "x")
    assert APIToken.objects.count() == 0
