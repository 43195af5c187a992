"""Persons of the demo whom no other test signs in as: for each language of the house a clerk with a street to walk, one
who was certified, one who comes for the first time; and a store's poster."""

import json
from dataclasses import dataclass

from people.languages.rules import TAGS
from tests.e2e.site import Site

LANGUAGES = tuple(TAGS.values())
PASSWORD = "street-lamps-at-two"
CAST = f"""
import json
from django.db.models import Q
from django.utils import timezone
from certificates.models import Credential
from courses.models import Enrolment
from lms.seeding.plans import told
from people.joining.posters import make_posters
from people.joining.starting import give_start_codes
from people.models import JoinPoster, Person, Store

now = timezone.now()
taken = [one["number"] for one in told()["sign_ins"].values()]
clerks = Person.objects.filter(is_active=True, chain__isnull=False, postings__role="clerk").filter(
    Q(postings__until__isnull=True) | Q(postings__until__gt=now)).exclude(employee_number__in=taken)
open_ = Enrolment.objects.filter(completed_at=None).values("person")
walking = list(clerks.filter(pk__in=open_).distinct().order_by("pk")[:{len(LANGUAGES)}])
certified = clerks.filter(pk__in=Credential.objects.values("person")).exclude(pk__in=open_).distinct().order_by("pk")[0]
new = clerks.exclude(pk__in=[one.pk for one in [*walking, certified]]).distinct().order_by("pk")[0]
for person, language in [*zip(walking, {LANGUAGES!r}), (certified, "zh-Hant")]:
    person.language = language
    person.set_password({PASSWORD!r})
    person.save()
new.set_unusable_password()
new.save()
codes = give_start_codes(persons=[new], by=None)
store = Store.objects.filter(chain__slug="fuxiao", closed_on=None).order_by("pk")[0]
make_posters(stores=[store], by=None)
poster = JoinPoster.objects.filter(store=store, replaced_at=None)[0]
fields = ("chain", "employee_number", "password")
sign_in = lambda person, secret: dict(zip(fields, (person.chain.slug, person.employee_number, secret)))
print(json.dumps({{
    "walking": [sign_in(person, {PASSWORD!r}) for person in walking],
    "certified": sign_in(certified, {PASSWORD!r}),
    "new": sign_in(new, codes[new.pk]),
    "poster": poster.token,
}}))
"""


@dataclass(frozen=True)
class Cast:
    """Sign-ins as `Site.sign_ins` has them (`walking` by language), and the poster's token."""

    walking: dict[str, dict[str, str]]
    certified: dict[str, str]
    new: dict[str, str]
    poster: str


def engage(site: Site) -> Cast:
    """Choose and prepare them."""
    told = json.loads(site.manage("shell", "-v", "0", "-c", CAST).splitlines()[-1])
    return Cast(dict(zip(LANGUAGES, told["walking"], strict=True)), told["certified"], told["new"], told["poster"])
