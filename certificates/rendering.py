"""The certificate as a document: facts in, one page A4 of PDF/UA out. The only module that knows WeasyPrint; other
sheets of the house are drawn through it."""

import base64
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import segno
from django.template import Context, Engine, Template
from weasyprint import CSS, HTML, Document
from weasyprint.urls import URLFetcher

from certificates.fonts import FontMissing, require_fonts_for
from certificates.rules import roc_date

__all__ = ["CertificateFacts", "DoesNotFit", "FontMissing", "render", "sheet_of"]

TEMPLATES = Path(__file__).resolve().parent / "templates"
# The sheet's own pictures arrive inside it; nothing else can be fetched, whatever a name or a title says.
ONLY_WHAT_IT_IS_HANDED = URLFetcher(allowed_protocols={"data"})

STEPS = ("airy", "snug", "tight")
LINE_POINTS = 425.0
LARGEST_NAME_POINTS = 44.0
WORKS_SHOWN = 8
CODE_GROUPS_PER_LINE = 4
# Letters that open, close or turn a run of text could make a page say something else than its facts.
DROPPED_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}


class DoesNotFit(Exception):
    """The texts do not fit on one page even in the smallest step; shorten the name, the title or the list of works."""


@dataclass(frozen=True)
class CertificateFacts:
    """All that stands on the sheet: `code` in its grouped form, `verify_url` absolute, `valid_until` the last day;
    `accent` (`#rrggbb`) and `logo` (WebP) are the chain's brand, where it has one."""

    name: str
    chain_name: str
    course_title: str
    works: tuple[str, ...]
    issued_on: date
    valid_from: date
    valid_until: date
    code: str
    verify_url: str
    number: str = ""
    course_title_en: str = ""
    demo: bool = False
    accent: str = ""
    logo: bytes = b""


def render(facts: CertificateFacts) -> bytes:
    """Return the certificate as a PDF of exactly one A4 page; the same facts give the same bytes.

    Raises FontMissing if a character cannot be drawn here, DoesNotFit if the texts are too long for a page, and
    ValueError if `verify_url` is not a web address. About 0.15 s of CPU once the process is warm.
    """
    if not facts.verify_url.startswith(("https://", "http://")):
        raise ValueError(f"verify_url must be an absolute web address, not {facts.verify_url!r}")
    facts = _plain(facts)
    require_fonts_for("".join(_texts(facts)))
    pdf: bytes = _one_page(facts).write_pdf(pdf_variant="pdf/ua-1")
    return pdf


def sheet_of(html: str, style: Path, texts: str) -> bytes:
    """Return another sheet of the house as PDF/UA; it can fetch nothing but what stands in it as `data:`.

    Raises FontMissing if a character of `texts` cannot be drawn here.
    """
    require_fonts_for(texts)
    sheet = HTML(string=html, url_fetcher=ONLY_WHAT_IT_IS_HANDED)
    pdf: bytes = sheet.write_pdf(stylesheets=[CSS(filename=style)], pdf_variant="pdf/ua-1")
    return pdf


def _texts(facts: CertificateFacts) -> list[str]:
    return [facts.name, facts.chain_name, facts.course_title, *facts.works, facts.number, facts.course_title_en]


def _plain(facts: CertificateFacts) -> CertificateFacts:
    return replace(
        facts,
        name=_visible(facts.name),
        chain_name=_visible(facts.chain_name),
        course_title=_visible(facts.course_title),
        course_title_en=_visible(facts.course_title_en),
        works=tuple(map(_visible, facts.works)),
        number=_visible(facts.number),
    )


def _visible(text: str) -> str:
    spaced = "".join(" " if c.isspace() else c for c in text)
    return " ".join("".join(c for c in spaced if unicodedata.category(c) not in DROPPED_CATEGORIES).split())


def _one_page(facts: CertificateFacts) -> Document:
    for step in STEPS:
        document = HTML(string=_html(facts, step), url_fetcher=ONLY_WHAT_IT_IS_HANDED).render(stylesheets=[_style()])
        if len(document.pages) == 1:
            return document
    raise DoesNotFit(f"證書 {facts.code} 的文字一頁放不下：請縮短姓名、課程名稱或單元名稱，再打開一次。")


def _html(facts: CertificateFacts, step: str) -> str:
    return _template().render(
        Context(
            {
                "facts": facts,
                "step": step,
                "name_points": f"{_name_points(facts.name):.1f}",
                "tracked": len(facts.name) <= 4 and _ems(facts.name) >= len(facts.name),
                "works": facts.works if len(facts.works) <= WORKS_SHOWN else facts.works[: WORKS_SHOWN - 1],
                "works_count": str(len(facts.works)) if len(facts.works) > WORKS_SHOWN else "",
                "issued": _both_calendars(facts.issued_on),
                "valid_from": _both_calendars(facts.valid_from),
                "valid_until": _both_calendars(facts.valid_until),
                "created": facts.issued_on.isoformat(),
                "code_lines": _code_lines(facts.code),
                "qr": _qr(facts.verify_url),
                "seal": _seal(),
                "logo": _data_uri("image/webp", facts.logo) if facts.logo else "",
            }
        )
    )


def _name_points(name: str) -> float:
    """Return the size in points at which `name` fills one line, or two or three where one would make it too small."""
    ems = max(_ems(name), 1.0)
    for lines, smallest in ((1, 24.0), (2, 17.0), (3, 0.0)):
        points = min(LARGEST_NAME_POINTS / lines, 0.92 * lines * LINE_POINTS / ems)
        if points >= smallest:
            break
    return points


def _ems(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(c) in {"W", "F"} else 0.58 for c in text)


def _both_calendars(day: date) -> dict[str, str]:
    return {"roc": roc_date(day), "western": f"{day.day} {day:%B} {day.year}"}


def _code_lines(code: str) -> list[str]:
    groups = code.split("-")
    return ["-".join(groups[i : i + CODE_GROUPS_PER_LINE]) for i in range(0, len(groups), CODE_GROUPS_PER_LINE)]


def _qr(address: str) -> str:
    return segno.make_qr(address, error="m").svg_data_uri(border=0, dark="#1b2330")


# Its own engine, so that the sheet depends on its facts alone and not on the site's languages, processors or loaders.
@cache
def _template() -> Template:
    return Engine(dirs=[str(TEMPLATES)]).get_template("certificates/document.html")


@cache
def _style() -> CSS:
    return CSS(filename=TEMPLATES / "certificates/document.css")


@cache
def _seal() -> str:
    return _data_uri("image/svg+xml", (TEMPLATES / "certificates/seal.svg").read_bytes())


def _data_uri(kind: str, data: bytes) -> str:
    return f"data:{kind};base64," + base64.b64encode(data).decode("ascii")
