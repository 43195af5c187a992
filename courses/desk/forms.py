"""Forms of the desk: what an operator says of a chain. Judged by the same validators as the commands."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from content.loading.files import key_of
from content.models import Work
from people.brands import colours
from people.brands.actions import BrandTold, logo_of
from people.brands.logos import Logo, LogoError, keep_logo
from people.founding.reading import Survey, survey_roster
from people.models import Brand, Chain
from people.models.brand import read_by_day, read_by_night

MOST_ROSTER_BYTES = 5_000_000
SHOWN_FAULTS = 10
ASSIGNED_AT_FIRST = key_of("frontline-care")


class ColourField(forms.CharField):
    """A colour as `#rrggbb`; capitals are taken too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=7, widget=forms.TextInput(attrs={"placeholder": "#8a1f2d"}), **kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).lower()


class BrandForm(forms.Form):
    """A chain's look. `logo` comes out as a Logo that is kept, or None."""

    short_name = forms.CharField(label="簡稱", max_length=8, help_text="放在每一頁最上面，最多 8 個字，例如「拂曉」。")
    accent = ColourField(
        label="主色（白天）",
        validators=[read_by_day],
        help_text=f"在白色底上當文字用，對比至少 {colours.LEAST}。寫成 # 加六個數字或 a 到 f。",
    )
    accent_night = ColourField(
        label="主色（夜晚）",
        required=False,
        validators=[read_by_night],
        help_text="在深色底上當文字用。空著就自動調亮白天的主色。",
    )
    logo = forms.FileField(
        label="標誌", required=False, help_text="PNG 或 WebP，最多 500 kB，橫的比較好看。不收 SVG。會重新存成小圖。"
    )

    def clean_logo(self) -> Logo | None:
        sent = self.cleaned_data.get("logo")
        try:
            return keep_logo(sent.read()) if sent else None
        except LogoError as fault:
            raise ValidationError(str(fault), code="logo") from fault

    def told(self, logo: Logo | None) -> BrandTold:
        """The brand as it was said, with the logo sent just now or else the one given here."""
        said = self.cleaned_data
        return BrandTold(said["short_name"], said["accent"], said["accent_night"], said["logo"] or logo)


class BrandAgainForm(BrandForm):
    """The look of a chain that is there; `state` is what was looked at."""

    state = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    without_logo = forms.BooleanField(label="拿掉現在的標誌", required=False)

    def told_of(self, brand: Brand | None) -> BrandTold:
        """The brand as it was said; its logo stays unless it was taken away."""
        kept = logo_of(brand) if brand and not self.cleaned_data["without_logo"] else None
        return self.told(kept)


class RosterForm(forms.Form):
    """A roster of stores. `read` is the file sent just now or else the one kept from the preview."""

    roster = forms.FileField(
        label="門市名冊（CSV）",
        required=False,
        help_text="第一行是 region,code,name,address（或 區域,店號,店名,地址），一家店一行，存成 CSV UTF-8。"
        "也收政府的分公司開放資料。",
    )
    company = forms.RegexField(
        r"^[0-9]{8}$",
        label="公司統一編號",
        required=False,
        help_text="只有用政府的分公司開放資料才要填。",
        error_messages={"invalid": "統一編號是 8 個數字。"},
    )
    kept = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)

    survey: Survey

    def __init__(self, *args: Any, roster: bytes | None = None, **kwargs: Any) -> None:
        self.read = roster
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sent = data.get("roster")
        if sent and sent.size > MOST_ROSTER_BYTES:
            self.add_error("roster", f"名冊最多 {MOST_ROSTER_BYTES // 1_000_000} MB，請確認選對檔案。")
            return data
        self.read = sent.read() if sent else self.read
        if self.read is None:
            self.add_error("roster", "請選一個名冊檔案。先前選的檔案只留一小時。")
            return data
        self.survey = survey_roster(self.read, data.get("company", ""))
        self._tell(self.survey.faults)
        return data

    def _tell(self, faults: list[str]) -> None:
        for fault in faults[:SHOWN_FAULTS]:
            self.add_error("roster", fault)
        if len(faults) > SHOWN_FAULTS:
            self.add_error("roster", f"還有 {len(faults) - SHOWN_FAULTS} 個地方要改。")


class HrForm(forms.Form):
    """One HR person."""

    hr_number = forms.CharField(label="人資的員工編號", max_length=32)
    hr_name = forms.CharField(label="人資的姓名", max_length=80)


class ChainForm(HrForm, BrandForm, RosterForm):
    """A chain that is not there yet. Without a short name it looks like the house."""

    slug = forms.SlugField(
        label="代號", max_length=32, help_text="小寫英文、數字和連字號，登入網址會用到，例如 fuxiao。建立以後不能改。"
    )
    name = forms.CharField(label="公司名稱", max_length=80)
    courses = forms.ModelMultipleChoiceField(
        Work.objects.none(), label="指派的課程", required=False, widget=forms.CheckboxSelectMultiple
    )

    field_order = ["slug", "name", "roster", "company", "hr_number", "hr_name", "courses", "short_name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Work.objects.certifying().filter(owner=None)
        self.fields["courses"].queryset = offered  # type: ignore[attr-defined]  # the field's own attribute
        self.fields["courses"].initial = [ASSIGNED_AT_FIRST]
        self.fields["short_name"].required = self.fields["accent"].required = False

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if slug != slug.lower():
            raise ValidationError("代號只能用小寫英文、數字和連字號。")
        if Chain.objects.filter(slug=slug).exists():
            raise ValidationError(f"代號 {slug} 已經有公司用了，請換一個。", code="taken")
        try:
            Chain(slug=slug, name=slug).full_clean()
        except ValidationError as fault:
            raise ValidationError(fault.messages) from fault
        return slug

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("accent") and not data.get("short_name"):
            self.add_error("short_name", "有主色就要有簡稱。")
        if data.get("short_name") and not data.get("accent") and "accent" not in self.errors:
            self.add_error("accent", "有簡稱就要有主色。")
        return data

    def brand(self, logo: Logo | None) -> BrandTold | None:
        """The brand as it was said, or None."""
        return self.told(logo) if self.cleaned_data["short_name"] else None
