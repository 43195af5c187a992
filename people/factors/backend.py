"""Who a session belongs to, read together with what every page asks of them: one query a request."""

from django.contrib.auth.backends import ModelBackend

from people.factors.queries import person_of
from people.models import Person


class PersonBackend(ModelBackend):
    """Django's own, whose persons know whether they must set up a second factor first (`owes_factor`) and how much
    waits in their inbox (`unread`)."""

    def get_user(self, user_id: int) -> Person | None:
        person = person_of(user_id)
        return person if person is not None and self.user_can_authenticate(person) else None
