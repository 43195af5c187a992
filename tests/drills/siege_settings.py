"""The product's settings with a beat that looks every two seconds, and a push service on this machine."""

from lms.settings import *  # noqa: F403 - the point of this file

PUSH_ANYWHERE = True
CELERY_BEAT_SCHEDULE["scan"] = {  # noqa: F405 - from the product's settings
    "task": "outbox.scan",
    "schedule": 2.0,
    "options": {"expires": 5},
}
