"""What the roof keeps on a phone: today; and the stamp that says how all pages look now."""

import hashlib
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from lms.front.building import state_of
from lms.views import day_of
from people.keeping import Thing, keeps, version_of
from people.models import Person

WHAT_PAGES_ARE_MADE_OF = ("*/templates/**/*.html", "*/templates/**/*.svg", "locale/**/*.po")


@keeps("today")
def todays_page(person: Person, at: datetime) -> list[Thing]:
    """The clerk's home, and in the clerk's language the page for what is not kept."""
    day = day_of(person, at)
    flags = [(flag.flag, flag.state) for flag in day.thanks]
    mine = (day.streets, day.refreshers, day.certificates, day.on_shift, day.drills)
    told = (person.name, *mine, flags, timezone.localtime(at).date())
    return [Thing("/", version_of(*told)), Thing(reverse("offline"), "1")]


@lru_cache(maxsize=1)
def release() -> str:
    """What this process serves: changes when a script, a style, a template or a translation does."""
    return release_of(settings.BASE_DIR)


def release_of(base: Path) -> str:
    """The same for the checkout at `base`: twelve hexadecimal digits."""
    digest = hashlib.sha256(state_of(base).encode())
    for pattern in WHAT_PAGES_ARE_MADE_OF:
        for path in sorted(base.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
