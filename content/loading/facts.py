"""Bringing the facts in: the file is what stands."""

from dataclasses import asdict
from pathlib import Path

from content.loading.files import DATA, facts
from content.loading.loaded import Loaded
from content.models import Fact

FIELDS = ["statement", "source", "last_verified", "confidence", "used_in"]


def load_facts(data: Path = DATA) -> Loaded:
    """Make the table say what `facts.toml` says; what is no longer in the file goes. Two writes at most."""
    said = [Fact(**asdict(each) | {"used_in": list(each.used_in)}) for each in facts(data)]
    if _rows(said) == _rows(list(Fact.objects.all())):
        return Loaded("facts", changed=False)
    Fact.objects.exclude(key__in=[fact.key for fact in said]).delete()
    Fact.objects.bulk_create(said, update_conflicts=True, unique_fields=["key"], update_fields=FIELDS)
    return Loaded("facts", changed=True)


def _rows(facts: list[Fact]) -> dict[str, list[object]]:
    return {fact.key: [getattr(fact, name) for name in FIELDS] for fact in facts}
