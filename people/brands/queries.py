"""How chains look, as pages and documents ask for it."""

import hashlib
from dataclasses import dataclass

from django.urls import reverse

from people.held import Held
from people.models import Brand
from people.models.organisation import PROGRAMME

SECONDS = 15.0


@dataclass(frozen=True)
class Look:
    """One chain's brand, ready for a page. `css_url` names the sheet that sets `--brand`; without a logo `logo_url` is
    empty."""

    chain_id: int
    slug: str
    name: str
    short_name: str
    accent: str
    accent_night: str
    css_url: str
    logo_url: str
    logo_width: int
    logo_height: int


def look_of(chain_id: int | None) -> Look | None:
    """The look of a chain, at most 15 s old; no query per request. None: it looks like the house."""
    return looks.now().get(chain_id) if chain_id else None


def look_called(slug: str) -> Look | None:
    """The same by the chain's slug."""
    if slug in ("", PROGRAMME):
        return None
    return next((look for look in looks.now().values() if look.slug == slug), None)


def sheet_of(look: Look) -> str:
    """The style sheet that sets `--brand` by day and by night."""
    by_night = f"--brand: {look.accent_night}"
    return (
        f":root {{ --brand: {look.accent} }}\n"
        f'@media (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {by_night} }} }}\n'
        f':root[data-theme="dark"] {{ {by_night} }}\n'
    )


def _read() -> dict[int, Look]:
    return {brand.chain_id: _look(brand) for brand in Brand.objects.select_related("chain")}


def _look(brand: Brand) -> Look:
    version = hashlib.sha256(f"{brand.accent}{brand.accent_night}".encode()).hexdigest()[:12]
    return Look(
        chain_id=brand.chain_id,
        slug=brand.chain.slug,
        name=brand.chain.name,
        short_name=brand.short_name,
        accent=brand.accent,
        accent_night=brand.accent_night,
        css_url=f"{reverse('brand-sheet', args=[brand.chain.slug])}?v={version}",
        logo_url=reverse("logo", args=[brand.logo_sha256]) if brand.logo_sha256 else "",
        logo_width=brand.logo_width,
        logo_height=brand.logo_height,
    )


looks: Held[dict[int, Look]] = Held(_read, SECONDS)
