"""The sheet of paper for a store's manager: one strip to tear off per person, with their start code.

The codes are kept nowhere, so the page that shows them carries what a PDF needs, signed: whoever made the codes can
have them on paper too for an hour.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from pathlib import Path

import segno
from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import urlencode

from certificates.rendering import sheet_of
from people.brands.logos import TYPE, read_logo
from people.joining.inviting import Slip
from people.joining.rules import VALID, shown
from people.models import Brand, Chain, Person

SALT = "readiness.invite.sheets"
HELD_SECONDS = 3600
TOGETHER = 10
STYLE = Path(__file__).resolve().parent.parent / "static/readiness/sheet.css"
# How many strips stand on the first page beside its head, by their height.
STEPS = ((6, "airy"), (8, "snug"), (10, "tight"))


@dataclass(frozen=True)
class Strip:
    """What one person tears off; `code` as it is printed."""

    employee_number: str
    name: str
    code: str
    language: str


@dataclass(frozen=True)
class StoreSheet:
    """One store's sheet."""

    code: str
    name: str
    region: str
    strips: tuple[Strip, ...]

    @property
    def step(self) -> str:
        """How high a strip is, so that a usual store's people stand on one page."""
        return next((name for most, name in STEPS if len(self.strips) <= most), "snug")


@dataclass(frozen=True)
class Sheets:
    """The sheets of some stores of one chain; the codes hold until the end of the day before `until`."""

    chain: str
    slug: str
    made_on: date
    until: date
    stores: tuple[StoreSheet, ...]

    @property
    def host(self) -> str:
        """The address as somebody types it."""
        return str(settings.BASE_URL).split("://", 1)[1]

    @property
    def address(self) -> str:
        """Where the QR code leads: the sign-in page with the chain chosen."""
        return f"{settings.BASE_URL}/sign-in/?{urlencode({'chain': self.slug})}"

    @cached_property
    def qr(self) -> str:
        return segno.make_qr(self.address, error="m").png_data_uri(border=0, scale=8, dark="#1b2233")

    @property
    def strips(self) -> int:
        return sum(len(store.strips) for store in self.stores)

    @property
    def parts(self) -> list["Sheets"]:
        """The same in parts that are drawn in a few seconds each."""
        cut = range(0, len(self.stores), TOGETHER)
        return [replace(self, stores=self.stores[start : start + TOGETHER]) for start in cut]


def sheets_of(chain: Chain, slips: Iterable[Slip], at: datetime) -> Sheets:
    """The sheets of these slips, by the store's code and the employee number."""
    ordered = sorted(slips, key=lambda slip: (slip.store.code, slip.person.employee_number))
    stores = tuple(_store(list(found)) for _, found in groupby(ordered, key=lambda slip: slip.store.code))
    until = timezone.localtime(at + VALID).date()
    return Sheets(chain.name, chain.slug, timezone.localtime(at).date(), until, stores)


def pdf(sheets: Sheets, brand: Brand | None) -> bytes:
    """The sheets as PDF, A4, in the chain's colours where it has them. Raises FontMissing if a character cannot be
    drawn here."""
    texts = [sheets.chain, *(text for store in sheets.stores for text in _texts(store))]
    context = {"sheets": sheets, "accent": brand.accent if brand else "", "logo": logo_of(brand)}
    return sheet_of(render_to_string("readiness/invite/document.html", context), STYLE, "".join(texts))


def packed(sheets: Sheets, by: Person) -> str:
    """The sheets as a signed text that only `by` can have drawn."""
    told = asdict(sheets) | {"made_on": sheets.made_on.isoformat(), "until": sheets.until.isoformat()}
    return signing.dumps(told, salt=f"{SALT}:{by.pk}", compress=True)


def unpacked(token: str, by: Person) -> Sheets:
    """What `packed` made for the same person within the hour. Raises signing.BadSignature for anything else."""
    told = signing.loads(token, salt=f"{SALT}:{by.pk}", max_age=HELD_SECONDS)
    dates = {name: date.fromisoformat(told[name]) for name in ("made_on", "until")}
    return Sheets(**told | dates | {"stores": tuple(_again(store) for store in told["stores"])})


def _store(slips: Sequence[Slip]) -> StoreSheet:
    store = slips[0].store
    strips = (Strip(one.person.employee_number, one.person.name, shown(one.code), one.person.language) for one in slips)
    return StoreSheet(store.code, store.name, store.region.name, tuple(strips))


def _again(told: dict[str, object]) -> StoreSheet:
    strips = told["strips"]
    assert isinstance(strips, list)  # noqa: S101 - narrows what we signed ourselves
    return StoreSheet(**told | {"strips": tuple(Strip(**strip) for strip in strips)})  # type: ignore[arg-type]  # signed


def _texts(store: StoreSheet) -> Iterator[str]:
    yield from (store.name, store.region, store.code)
    for strip in store.strips:
        yield strip.name + strip.employee_number


def logo_of(brand: Brand | None) -> str:
    """The logo as it stands inside a document; none where its file is gone."""
    data = read_logo(brand.logo_sha256) if brand and brand.logo_sha256 else None
    return f"data:{TYPE};base64,{b64encode(data).decode('ascii')}" if data else ""
