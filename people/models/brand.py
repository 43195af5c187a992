"""How a chain looks: its short name, its colour, its logo."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from people.brands import colours
from people.models.organisation import Chain

HEX = "^#[0-9a-f]{6}$"


def read_by_day(colour: str) -> None:
    """Raises ValidationError where text of this colour cannot be read on paper."""
    _refuse_faint(colour, colours.DAY, "白天的底色")


def read_by_night(colour: str) -> None:
    """Raises ValidationError where text of this colour cannot be read at night."""
    _refuse_faint(colour, colours.NIGHT, "夜晚的底色")


def _refuse_faint(colour: str, grounds: tuple[str, ...], where: str) -> None:
    try:
        told = colours.parse(colour)
    except ValueError as fault:
        raise ValidationError("顏色要寫成 # 加六個數字或 a 到 f，例如 #8a1f2d。") from fault
    found = colours.least_contrast(told, grounds)
    if found < colours.LEAST:
        better = colours.readable(told, grounds)
        raise ValidationError(
            f"{told} 在{where}上看不清楚：對比 {found:.1f}，文字至少要 {colours.LEAST}。最接近的可用顏色是 {better}。"
        )


class Brand(models.Model):
    """A chain's look. A chain without one looks like the house."""

    chain = models.OneToOneField(Chain, models.PROTECT, primary_key=True, related_name="brand")
    short_name = models.CharField("簡稱", max_length=8)
    accent = models.CharField("主色（白天）", max_length=7, validators=[read_by_day])
    accent_night = models.CharField("主色（夜晚）", max_length=7, validators=[read_by_night])
    logo_sha256 = models.CharField(max_length=64, blank=True)
    logo_width = models.PositiveSmallIntegerField(default=0)
    logo_height = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="brand_colours_are_colours", condition=Q(accent__regex=HEX, accent_night__regex=HEX)
            )
        ]
        verbose_name = verbose_name_plural = "品牌"

    def __str__(self) -> str:
        return self.short_name
