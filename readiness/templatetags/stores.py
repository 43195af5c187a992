"""The rows of the board, drawn in Python: a template asked for a thousand variables took longer than all else."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from readiness.queries import StoreLine

register = template.Library()


@register.simple_tag
def store_lamps(stores: Iterable[StoreLine], kept: str) -> SafeString:
    """Each store as the lamp of `_street_lamps.html` that it is, in list items; `kept` is what to look for below."""
    dark = format_html('<span class="small dark-tonight">{}</span>', _("今晚沒有人"))
    query = escape(kept)
    return mark_safe("".join(_lamp(store, query, dark) for store in stores))  # noqa: S308 - texts are escaped below


@register.simple_tag
def store_rows(stores: Iterable[StoreLine], kept: str, *, with_region: bool) -> SafeString:
    """Each store as a row of the table; `kept` is what to look for below."""
    nights = {
        "covered": escape(_("接得住")),
        "uncovered": format_html('<strong class="bad-word">{}</strong>', _("沒有人")),
        "unplanned": format_html('<span class="soft">{}</span>', _("沒有班表")),
    }
    query = escape(kept)
    return mark_safe("".join(_row(store, query, nights, with_region) for store in stores))  # noqa: S308 - as above


def _lamp(store: StoreLine, query: str, dark: str) -> str:
    counted = store.tally
    return (
        f'<li><a href="{escape(store.url)}{query}">'
        '<svg class="post-picture" viewBox="0 0 76 108" preserveAspectRatio="xMidYMax" aria-hidden="true">'
        f'<use href="#lamp-{counted.level}"/></svg><strong>{escape(store.name)}</strong>'
        f'<span class="figure">{counted.able}<span class="soft small"> / {counted.total}</span></span>'
        f'<svg class="steps" viewBox="-1 -1 46 8" aria-hidden="true"><use href="#steps-{counted.level}"/></svg>'
        f"{dark if store.tonight == 'uncovered' else ''}</a></li>"
    )


def _row(store: StoreLine, query: str, nights: dict[str, str], with_region: bool) -> str:
    counted = store.tally
    region = f"<td>{escape(store.region)}</td>" if with_region else ""
    return (
        f'<tr><th scope="row"><a href="{escape(store.url)}{query}">{escape(store.name)}</a> '
        f'<span class="soft small">{escape(store.code)}</span></th>'
        f'<td><span class="share-word">{counted.able} / {counted.total}</span>'
        '<svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="10" rx="2"/>'
        f'<rect class="part" width="{counted.percent}" height="10" rx="2"/></svg></td><td>{nights[store.tonight]}</td>'
        f'<td class="number">{counted.expiring}</td><td class="number">{counted.not_ready}</td>{region}</tr>'
    )
