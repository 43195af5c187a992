"""Reads of attempts."""

from attempts.queries.doors import attempt_for

__all__ = ["attempt_for"]
