"""From which address a request comes."""

import pytest
from django.test import RequestFactory

from people.tries.callers import address_of


@pytest.mark.parametrize(
    ("proxies", "forwarded", "told"),
    [
        (0, "198.51.100.1", "127.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "10.9.9.9, 198.51.100.1", "198.51.100.1"),
        (2, "10.9.9.9, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "198.51.100.1", ""),
        (1, "", ""),
    ],
)
def test_only_what_our_own_proxies_saw_is_believed(settings, proxies, forwarded, told):
    settings.TRUSTED_PROXIES = proxies
    assert address_of(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded)) == told
