"""The roof: settings, URLs, Celery, the clerk's home, base templates and design system, engines, the demo.

Imports every room; nobody imports it. Composes pages from fragments that rooms register.
"""

from lms.celery import app as celery_app

__all__ = ["celery_app"]
