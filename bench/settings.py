"""The product's settings, every middleware in, with two URLs more to compare against."""

from lms.settings import *  # noqa: F403 - the point of this file

ROOT_URLCONF = "bench.urls"
