"""The form of one hotline."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from content.hotlines.rules import CONFIDENCES, MAY, STATUSES, TEXTS, Entry, Fault
from people.widgets import DayInput

FIELD_OF = {"name": "name_zh", "use_for": "use_for_zh", "hours": "hours_zh"}
"""Where a fault of a member with two languages is told."""

ZH, EN = "zh-Hant", "en"
FOLLOWS = "可以空白，夥伴會先看到中文。中文改了而這裡沒改，這裡就清掉。"


class HotlineForm(forms.Form):
    """One hotline as an operator says it; what makes sense is judged by `hotlines.rules`, as for the data file."""

    base = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    key = forms.CharField(
        label="代號", max_length=40, help_text="教材用它來指這條專線，例如 police，寫成 [[police]]。存了就不能改。"
    )
    number = forms.CharField(
        label="號碼",
        max_length=120,
        help_text="數字和連字號，例如 0800-013-999；線上服務寫網址，例如 ecare.mohw.gov.tw。",
    )
    name_zh = forms.CharField(label="名稱（中文）", max_length=200)
    name_en = forms.CharField(label="名稱（英文）", max_length=200)
    use_for_zh = forms.CharField(label="什麼時候打（中文）", widget=forms.Textarea(attrs={"rows": 2}), max_length=400)
    use_for_en = forms.CharField(label="什麼時候打（英文）", widget=forms.Textarea(attrs={"rows": 2}), max_length=400)
    hours_zh = forms.CharField(
        label="服務時間（中文）", max_length=200, help_text="例如「24 小時」。沒查到就寫「待確認」。"
    )
    hours_en = forms.CharField(label="服務時間（英文）", max_length=200)
    langs = forms.CharField(
        label="接線的語言", max_length=200, help_text="語言代碼，用空格隔開：zh en vi id th fil ja km。"
    )
    ways = forms.CharField(
        label="其他方式",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text="一行一種，中文和英文用「|」隔開，例如：簡訊傳到 113 | SMS to 113",
    )
    drafts = forms.MultipleChoiceField(
        label="還是機器翻譯草稿",
        required=False,
        choices=list(MAY.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="母語夥伴看過了，再取消勾選。",
    )
    free = forms.BooleanField(label="有出處說明是免付費", required=False)
    source = forms.CharField(
        label="出處", widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, help_text="在哪裡查到的，哪一天的。"
    )
    last_verified = forms.DateField(
        label="查證日期",
        widget=DayInput(),
        help_text="真正查到或打通的那一天，不是今天存檔的日子。",
    )
    confidence = forms.ChoiceField(label="把握", choices=list(CONFIDENCES.items()))
    status = forms.ChoiceField(label="狀態", choices=list(STATUSES.items()))

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for lang, word in MAY.items():
            for name, what in TEXTS.items():
                self.fields[f"{name}_{lang}"] = forms.CharField(
                    label=f"{what}（{word}）", required=False, max_length=400, help_text=FOLLOWS
                )
        if known:
            self.fields["key"].widget.attrs["readonly"] = True

    def entry(self, before: Entry | None = None) -> Entry:
        """The hotline that was said; what the form does not know of stays as it was `before`."""
        said = self.cleaned_data
        kept = {name: value for name, value in (before or {}).items() if name not in ("free", "desk", "drafts")}
        told = {name: said[name] for name in ("number", "source", "confidence", "status")}
        texts = {name: self._texts(name, (before or {}).get(name, {})) for name in FIELD_OF}
        entry = {**kept, "key": said["key"], **told, **texts}
        entry |= {"langs": said["langs"].split(), "text": _ways(said["ways"], (before or {}).get("text", []))}
        drafts = [lang for lang in said["drafts"] if any(lang in each for each in texts.values())]
        entry |= {"drafts": drafts} if drafts else {}
        entry |= {"last_verified": said["last_verified"].isoformat()}
        return entry | ({"free": True} if said["free"] else {})

    def _texts(self, name: str, before: Mapping[str, str]) -> dict[str, str]:
        """One text in its languages; a translation of a Chinese text that is no longer said goes."""
        said = self.cleaned_data
        texts = {ZH: said[f"{name}_zh"], EN: said[f"{name}_en"]}
        for lang in MAY:
            text = said[f"{name}_{lang}"].strip()
            outdated = text == before.get(lang) and texts[ZH] != before.get(ZH)
            texts |= {lang: text} if text and not outdated else {}
        return texts

    def tell(self, faults: Iterable[Fault]) -> None:
        """Put each fault beside the field that it speaks of."""
        fields = {**FIELD_OF, "text": "ways"}
        for fault in faults:
            self.add_error(fields.get(fault.member, fault.member), fault.message)


def said_of(entry: Entry, base: str) -> dict[str, Any]:
    """What stands in the form for an entry of the edition `base`."""
    tags = (("zh", ZH), ("en", EN), *((lang, lang) for lang in MAY))
    texts = {f"{name}_{tag}": entry.get(name, {}).get(lang, "") for name in FIELD_OF for tag, lang in tags}
    plain = {
        name: entry.get(name) for name in ("key", "number", "source", "confidence", "status", "free", "last_verified")
    }
    plain["drafts"] = entry.get("drafts", [])
    ways = "\n".join(f"{way[ZH]} | {way[EN]}" for way in entry.get("text", []))
    return {"base": base, "langs": " ".join(entry.get("langs", [])), "ways": ways, **texts, **plain}


def _ways(text: str, before: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Other ways in Chinese and English; one whose Chinese stands keeps its further languages."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said = [dict(zip((ZH, EN), (part.strip() for part in line.split("|")), strict=False)) for line in lines]
    more = {way[ZH]: {lang: way[lang] for lang in MAY if lang in way} for way in before}
    return [way | more.get(way[ZH], {}) for way in said]
