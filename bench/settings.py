"""The product's settings, every middleware in, with two URLs more to compare against."""

from lms.settings import *  # noqa: F403 - the point of this file

ROOT_URLCONF = "bench.urls"

# The bench's people come in by session alone; the gate itself stands in the way and is measured.
SECOND_FACTOR = False
