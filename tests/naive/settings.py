"""The product's settings with the naive way of getting work done."""

from lms.settings import *  # noqa: F403 - the point of this file

INSTALLED_APPS += ["tests.naive.apps.NaiveConfig"]  # noqa: F405 - from the product's settings
