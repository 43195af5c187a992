"""Doors to attempts."""

import uuid

from django.core.exceptions import ObjectDoesNotExist

from attempts.models import Attempt
from people.models import Person


def attempt_for(person: Person, attempt_id: uuid.UUID) -> Attempt:
    """The door to an attempt: its own person's. Raises ObjectDoesNotExist."""
    attempt = Attempt.objects.filter(pk=attempt_id, person=person).first()
    if attempt is None:
        raise ObjectDoesNotExist
    return attempt
