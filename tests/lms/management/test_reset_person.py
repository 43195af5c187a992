"""The command that lets somebody begin anew whom nobody may reset on the pages."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from people.models import Role
from tests.factories.factors import app_of
from tests.factories.people import PASSWORD, StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db


def test_an_operator_who_lost_everything_begins_anew(capsys):
    operator = posted(Role.OPERATOR, None, password=PASSWORD)
    app_of(operator)
    open_session = Client()
    open_session.force_login(operator)
    call_command("reset_person", "programme", operator.employee_number)
    code = re.search(r"起始碼 (\S+)，", capsys.readouterr().out).group(1)
    assert not Authenticator.objects.filter(user=operator).exists()
    assert open_session.get("/me/")["Location"].startswith("/sign-in/")
    fields = {"chain": "programme", "employee_number": operator.employee_number}
    assert Client().post("/sign-in/", fields | {"password": PASSWORD}).status_code == 422
    assert Client().post("/sign-in/", fields | {"password": code})["Location"].startswith("/sign-in/password/")


def test_nobody_by_that_name_is_said_in_a_sentence_and_changes_nobody():
    alice = clerk(StoreFactory(), password=PASSWORD)
    app_of(alice)
    for chain, number in ((alice.chain.slug, "X1"), ("nowhere", alice.employee_number), ("programme", "O9")):
        with pytest.raises(CommandError, match=f"{chain} 沒有員工編號 {number} 的在職人員"):
            call_command("reset_person", chain, number)
    alice.is_active = False
    alice.save(update_fields=["is_active"])
    with pytest.raises(CommandError):
        call_command("reset_person", alice.chain.slug, alice.employee_number)
    assert Authenticator.objects.filter(user=alice).count() == 2
