"""The product's settings on the tests' own engines; the little that differs is here."""

import os

os.environ.setdefault("STREETLIGHT_ENGINES", "test")

from lms.settings import *  # noqa: F403 - the point of this file

# Hashing is slow on purpose; the tests make hundreds of persons.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING["root"]["level"] = "ERROR"  # noqa: F405 - from the product's settings
