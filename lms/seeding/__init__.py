"""The demo's people and their history: invented, seeded, made through the same actions that everybody uses."""

from lms.seeding.seed import seed

__all__ = ["seed"]
