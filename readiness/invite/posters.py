"""The poster of a store's back room: a code to scan, and three steps in four languages, on one page A4."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from certificates.rendering import sheet_of
from people.joining.rules import grouped
from people.models import Brand, Chain, JoinPoster, Store
from readiness.invite.sheets import logo_of

STYLE = Path(__file__).resolve().parent.parent / "static/readiness/poster.css"
TOGETHER = 10
"""How many posters make one PDF: drawn in a few seconds."""

STEPS = (
    ("zh-Hant", "中文", ("手機掃 QR 碼", "填編號和姓名", "設定自己的密碼")),
    ("vi", "Tiếng Việt", ("Quét mã QR", "Nhập mã nhân viên và họ tên", "Tự đặt mật khẩu")),
    ("id", "Bahasa Indonesia", ("Pindai kode QR", "Isi nomor pegawai dan nama", "Buat kata sandi sendiri")),
    ("en", "English", ("Scan the QR code", "Enter your employee number and name", "Set your own password")),
)
"""What stands on the paper for everybody at once, whatever language the one reads who prints it."""


@dataclass(frozen=True)
class Poster:
    """One store's poster; `token` as it may be typed."""

    store: Store
    token: str

    @property
    def size(self) -> str:
        """How large the store's name stands, so that a long one leaves the page whole."""
        return "small" if len(self.store.name) > 33 else "middle" if len(self.store.name) > 11 else ""

    @property
    def address(self) -> str:
        """Where the QR code leads."""
        return f"{settings.BASE_URL}/join/{self.token.replace('-', '')}/"

    @property
    def typed(self) -> str:
        """The address for somebody whose camera is broken."""
        return f"{settings.BASE_URL}/join/{self.token}/".split("://", 1)[1]

    @property
    def qr(self) -> str:
        return segno.make_qr(self.address, error="q").png_data_uri(border=0, scale=10, dark="#1b2233")


@dataclass(frozen=True)
class Posters:
    """The posters of some stores of one chain, by the stores' codes."""

    chain: Chain
    made_at: datetime
    posters: tuple[Poster, ...]

    @property
    def steps(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        return STEPS

    @property
    def parts(self) -> range:
        """The numbers, from 1, of the PDFs that these posters make."""
        return range(1, -(-len(self.posters) // TOGETHER) + 1)

    def part(self, number: int) -> "Posters":
        """One PDF's worth; none for a number that there is not."""
        start = (number - 1) * TOGETHER
        return Posters(self.chain, self.made_at, self.posters[start : start + TOGETHER] if number > 0 else ())


def posters_of(chain: Chain, stores: Iterable[Store], at: datetime) -> Posters:
    """The live posters of these stores; one query. Stores without one are left out."""
    shown = {store.pk: store for store in stores}
    found = JoinPoster.objects.filter(store__in=shown, replaced_at=None).order_by("store__code")
    posters = tuple(Poster(shown[one.store_id], grouped(one.token)) for one in found)
    return Posters(chain, timezone.localtime(at), posters)


def pdf(posters: Posters, brand: Brand | None) -> bytes:
    """A page A4 each, in the chain's colours where it has them. Raises FontMissing if a character cannot be drawn."""
    steps = [name + "".join(told) for _, name, told in STEPS]
    stores = [one.store.name + one.store.region.name + one.store.code for one in posters.posters]
    context = {"posters": posters, "accent": brand.accent if brand else "", "logo": logo_of(brand)}
    html = render_to_string("readiness/invite/poster_document.html", context)
    return sheet_of(html, STYLE, "".join([posters.chain.name, *steps, *stores]))
