"""Who a session belongs to, read together with whether a second factor is owed: one query a request."""

from django.contrib.auth.backends import ModelBackend

from people.factors.queries import has_one, must_have_one
from people.models import Person


class PersonBackend(ModelBackend):
    """Django's own, whose persons know as `owes_factor` whether they must set up a second factor first."""

    def get_user(self, user_id: int) -> Person | None:
        found = Person.objects.filter(pk=user_id).annotate(owes_factor=must_have_one() & ~has_one())
        person: Person | None = found.first()
        return person if person is not None and self.user_can_authenticate(person) else None
