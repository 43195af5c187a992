"""Chains, their regions and stores."""

from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.expressions import Combinable

from people.codes import WALKS_BACK, fits_an_address

PROGRAMME = "programme"
"""What the programme's own staff choose instead of a chain when they sign in."""


def code_fits_an_address(code: str) -> None:
    """Raise ValidationError for a code that no page can be reached by."""
    if not fits_an_address(code):
        raise ValidationError("代號不能有斜線，也不能只有點，請換一個。", code="address")


def _reachable(name: str) -> models.CheckConstraint:
    condition = ~Q(code__contains="/") & ~Q(code__in=["", *WALKS_BACK])
    return models.CheckConstraint(name=name, condition=condition)


class Chain(models.Model):
    """A convenience-store chain. `slug` is what people type or choose when they sign in."""

    slug = models.SlugField("代號", max_length=32, unique=True)
    name = models.CharField("名稱", max_length=80)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                name="chain_slug_is_not_the_programmes",
                condition=~Q(slug=PROGRAMME),
                violation_error_message="programme 是平台人員登入用的代號，請換一個。",
            )
        ]
        verbose_name = verbose_name_plural = "超商體系"

    def __str__(self) -> str:
        return self.name


class Region(models.Model):
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="regions")
    code = models.CharField("代號", max_length=16, validators=[code_fits_an_address])
    name = models.CharField("名稱", max_length=80)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "code"], name="region_code_unique_in_chain"),
            _reachable("region_code_fits_an_address"),
        ]
        verbose_name = verbose_name_plural = "區域"

    def __str__(self) -> str:
        return self.name


class StoreQuerySet(models.QuerySet["Store"]):
    def open(self, on: date | Combinable) -> "StoreQuerySet":
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=on))


class Store(models.Model):
    """A store. Its code is unique in its chain; a closed store keeps its history."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="stores")
    region = models.ForeignKey(Region, models.PROTECT, related_name="stores")
    code = models.CharField("店號", max_length=16, validators=[code_fits_an_address])
    name = models.CharField("店名", max_length=80)
    address = models.CharField("地址", max_length=200, blank=True)
    closed_on = models.DateField("歇業日", null=True, blank=True)

    objects: ClassVar = StoreQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "code"], name="store_code_unique_in_chain"),
            _reachable("store_code_fits_an_address"),
        ]
        verbose_name = verbose_name_plural = "門市"

    def __str__(self) -> str:
        return self.name
