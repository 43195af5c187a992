"""`manage.py build_catalogues`."""

from io import StringIO

from django.core.management import call_command


def test_it_says_that_nothing_has_changed_since_the_tests_began():
    out = StringIO()
    call_command("build_catalogues", stdout=out)
    assert out.getvalue() == "Built: nothing has changed.\n"
