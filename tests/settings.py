"""The product's settings on the tests' own engines; the little that differs is here."""

import os

os.environ.setdefault("STREETLIGHT_ENGINES", "test")
# Playwright keeps an event loop in the process; tests of one worker run one after the other all the same.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from lms.settings import *  # noqa: F403 - the point of this file

# Each worker of a parallel run has a database of its own, and so it must have what is remembered of it: a number of its
# own of Redis' sixteen, for who clears a cache empties the whole number.
if worker := os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"):
    kept = CACHES["default"]  # noqa: F405 - from the product's settings
    kept["LOCATION"] = kept["LOCATION"].replace("db=1", f"db={8 + int(worker) % 8}")
    kept["KEY_PREFIX"] = worker
# A picture whose row was rolled back would live on in the cache.
CACHES = {**CACHES, "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # noqa: F405 - from the product's settings

# Hashing is slow on purpose; the tests make hundreds of persons.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING["root"]["level"] = "ERROR"  # noqa: F405 - from the product's settings
# The tests read the sources, whatever was gathered for the demo of this checkout; each when it is asked for, not all of
# them whenever a test opens a client.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405 - from the product's settings
# A clean clone has not collected its static files; they are found in the rooms.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - from the product's settings

# Hundreds of tests sign in as HR or as a trainer; those of people/factors ask for the second factor.
SECOND_FACTOR = False
