"""What each kind of notice says. The sentences are made when they are read, in the reader's language.

A kind's `data` fills the gaps: a mapping of languages stands for a text that has its own in each, `YYYY-MM-DD` under a
name that ends in `_on` for a date.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_noop

SOURCE = "zh-hant"


@dataclass(frozen=True)
class Wording:
    """One kind: its name where it can be switched off, title and body with their gaps, and the icon beside them."""

    name: str
    title: str
    body: str
    icon: str


@dataclass(frozen=True)
class Text:
    """What is read: sentences without gaps, and the path they lead to."""

    title: str
    body: str
    link: str


WORDINGS: dict[str, Wording] = {
    "enrolled": Wording(
        gettext_noop("有新的課程"),
        gettext_noop("新的課程：%(course)s"),
        gettext_noop("%(due_on)s前走完就可以，一次一盞也行。"),
        "lamp-dark",
    ),
    "due_soon": Wording(
        gettext_noop("課程快到期"),
        gettext_noop("快到期了：%(course)s"),
        gettext_noop("請在%(due_on)s前走完。"),
        "clock",
    ),
    "overdue": Wording(
        gettext_noop("課程過了期限"),
        gettext_noop("過了期限：%(course)s"),
        gettext_noop("期限是%(due_on)s。現在走完也算數。"),
        "alert",
    ),
    "certified": Wording(
        gettext_noop("拿到證書"),
        gettext_noop("你拿到證書了：%(course)s"),
        gettext_noop("有效到%(until_on)s。"),
        "certificate",
    ),
    "expiring": Wording(
        gettext_noop("證書快到期"),
        gettext_noop("證書快到期了：%(course)s"),
        gettext_noop("%(until_on)s到期。新的一輪已經開好，走完就會換新的證書。"),
        "certificate",
    ),
    "revoked": Wording(
        gettext_noop("證書被撤銷"),
        gettext_noop("證書被撤銷了：%(course)s"),
        gettext_noop("請重新走一次這門課，走完就會有新的證書。"),
        "alert",
    ),
    "withdrawn": Wording(
        gettext_noop("教材被收回"),
        gettext_noop("請重新開始：%(work)s"),
        gettext_noop("你正在做的那一版有錯，已經收回。已經通過的不受影響。"),
        "again",
    ),
    "mended": Wording(
        gettext_noop("你反映的地方有回覆"),
        gettext_noop("你反映的地方改好了：%(work)s"),
        gettext_noop("謝謝你說出來，下一位夥伴看到的就是對的。"),
        "flag",
    ),
    "no_fault": Wording(
        gettext_noop("你反映的地方有回覆"),
        gettext_noop("你反映的地方有回覆：%(work)s"),
        gettext_noop("講師看過了，說明在首頁。"),
        "flag",
    ),
    "join_asked": Wording(
        gettext_noop("有人想加入門市"),
        gettext_noop("有人想加入%(store)s"),
        gettext_noop("對方掃了門市的海報。請看看是不是你的夥伴，再決定要不要讓他進來。"),
        "me",
    ),
    # What a drill says names itself as one before anything else: nobody may take it for real.
    "drill_call": Wording(
        gettext_noop("演練開始"),
        gettext_noop("【演練】現在開始：%(drill)s"),
        gettext_noop("這是演練，不是真的。請在 %(minutes)s 分鐘內打開，按「收到」再做。"),
        "alert",
    ),
    "drill_makeup": Wording(
        gettext_noop("演練開始"),
        gettext_noop("【演練】現在補練：%(drill)s"),
        gettext_noop("這是演練，不是真的。上次沒做完的，請在 %(minutes)s 分鐘內打開來做。"),
        "alert",
    ),
    "drill_missed": Wording(
        gettext_noop("演練錯過了"),
        gettext_noop("【演練】這次錯過了：%(drill)s"),
        gettext_noop("沒關係。兩週內在你的班上會再補一次，時間不會先說。"),
        "clock",
    ),
    "drill_makeup_missed": Wording(
        gettext_noop("演練錯過了"),
        gettext_noop("【演練】補練也錯過了：%(drill)s"),
        gettext_noop("不會再補了。有空時打開看看，下次就知道怎麼做。"),
        "clock",
    ),
    "drill_escalated": Wording(
        gettext_noop("門市沒有人回應演練"),
        gettext_noop("【演練】%(store)s還沒有人按「收到」"),
        gettext_noop("「%(drill)s」送出 %(minutes)s 分鐘了。請看看現場還好嗎；有真的事，就把演練停下來。"),
        "alert",
    ),
    "drill_announced": Wording(
        gettext_noop("公布的演練"),
        gettext_noop("【演練】%(store)s要演練：%(drill)s"),
        gettext_noop("時間是%(day_on)s %(clock)s。先想想客人走進來時，你會怎麼做。"),
        "bell",
    ),
}


def text_of(kind: str, data: Mapping[str, Any], link: str) -> Text:
    """The sentences of a notice in the active language. Raises KeyError for a kind that nobody knows."""
    wording = WORDINGS[kind]
    gaps = {name: _shown(name, value) for name, value in data.items()}
    return Text(gettext(wording.title) % gaps, gettext(wording.body) % gaps, link)


def kinds_to_choose() -> dict[str, tuple[str, ...]]:
    """What a person may switch off: each name in the active language with the kinds that it stands for."""
    named: dict[str, tuple[str, ...]] = {}
    for kind, wording in WORDINGS.items():
        named[gettext(wording.name)] = (*named.get(gettext(wording.name), ()), kind)
    return named


def _shown(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return _in_language(value)
    if name.endswith("_on"):
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return str(value)


def _in_language(titles: Mapping[str, str]) -> str:
    """The text of the active language, else the source's. Editions write `zh-Hant`, Django `zh-hant`."""
    lower = {lang.lower(): title for lang, title in titles.items()}
    return lower.get((get_language() or SOURCE).lower()) or lower.get(SOURCE) or next(iter(lower.values()), "")
