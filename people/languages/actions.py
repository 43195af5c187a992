"""A person chooses a language."""

from django.db import transaction

from people.actions import keep
from people.languages.rules import TAGS, code_of
from people.models import Person


class NotSpoken(ValueError):
    """No language of ours."""


@transaction.atomic
def choose_language(*, person: Person, language: str, by: Person) -> None:
    """The person reads `language` (a tag in any case) from now on, pages and courses. Raises NotSpoken. The same
    language again changes nothing and leaves no line.
    """
    code = code_of(language)
    if code is None:
        raise NotSpoken(language)
    if person.language != TAGS[code]:
        person.language = TAGS[code]
        person.save(update_fields=["language"])
        keep("choose_language", person, by=by, language=TAGS[code])
