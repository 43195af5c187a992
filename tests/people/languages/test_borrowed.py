"""Django's sentences that people read are in their language, whatever Django itself has."""

import re

import pytest
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from people.models import Person

HAN = re.compile(r"[\u3400-\u9fff]")


def told(refused, *arguments):
    with pytest.raises(ValidationError) as refusal:
        refused(*arguments)
    return " ".join(refusal.value.messages)


@pytest.mark.parametrize("language", ["en", "vi", "id"])
@pytest.mark.parametrize("password", ["short", "password", "F00123456"])
def test_a_password_is_refused_in_the_readers_language(language, password):
    with translation.override(language):
        said = told(validate_password, password, Person(employee_number="F00123456", name="An"))
    assert said
    assert not HAN.search(said)


@pytest.mark.parametrize("language", ["en", "vi", "id"])
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (forms.CharField(), ""),
        (forms.CharField(), "a\0"),
        (forms.CharField(max_length=2), "abc"),
        (forms.ChoiceField(choices=[("a", "a")]), "z"),
        (forms.EmailField(), "x"),
        (forms.TimeField(), "x"),
        (forms.FileField(), None),
    ],
)
def test_a_form_refuses_in_the_readers_language(language, field, typed):
    with translation.override(language):
        assert not HAN.search(told(field.clean, typed))
