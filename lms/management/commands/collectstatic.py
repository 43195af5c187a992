"""`manage.py collectstatic`: Django's, into the storage that pages name their files by."""

from lms.front.collecting import Command

__all__ = ["Command"]
