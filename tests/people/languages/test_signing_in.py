"""A language that was chosen before the first password."""

import pytest

from people.joining.starting import give_start_codes
from people.models import Person
from tests.factories.people import StoreFactory, clerk

pytestmark = pytest.mark.django_db


def test_a_choice_goes_through_start_code_and_first_password(client):
    an = clerk(StoreFactory())
    code = give_start_codes(persons=[an], by=None)[an.pk]
    client.post("/language/", {"language": "vi", "next": "/sign-in/"})
    typed = {"chain": an.chain.slug, "employee_number": an.employee_number, "password": code}
    page = client.post("/sign-in/", typed)["Location"]
    assert client.get(page)["Content-Language"] == "vi"
    client.post(page, {"password": "đèn đường sáng"})
    assert Person.objects.get(pk=an.pk).language == "vi"
