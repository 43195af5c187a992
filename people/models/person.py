"""Persons, who sign in with chain, employee number and password."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.organisation import Chain


def new_username() -> str:
    """The surrogate that Django's sign-in machinery keys on; nobody types it."""
    return uuid.uuid4().hex


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str | None = None, password: str | None = None, **fields: Any) -> "Person":
        """For Django's tools; the product creates persons through `people.actions.hire`."""
        person = self.model(username=username or new_username(), **fields)
        person.set_password(password)
        person.save()
        return person

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "Person":
        return self.create_user(username, password, is_superuser=True, **fields)

    def signing_in(self, chain_slug: str, employee_number: str) -> "Person | None":
        """The person whom these two of the three sign-in fields name; an empty chain means the programme itself."""
        chain = {"chain__slug": chain_slug} if chain_slug else {"chain": None}
        return self.filter(**chain, employee_number=employee_number).first()


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who learns, teaches or answers for stores. Kept as little as the work needs: number, name, language."""

    username = models.CharField(max_length=32, unique=True, default=new_username)
    chain = models.ForeignKey(Chain, models.PROTECT, null=True, blank=True, related_name="persons")
    employee_number = models.CharField(_("員工編號"), max_length=32)
    name = models.CharField(_("姓名"), max_length=80)
    language = models.CharField("語言", max_length=16, default="zh-Hant")
    is_active = models.BooleanField("在職", default=True)
    joined_at = models.DateTimeField("到職", null=True)

    # Whoever a session belongs to comes with it (`people.factors`): how much in the inbox waits for them.
    unread: int

    USERNAME_FIELD = "username"
    objects: ClassVar = PersonManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "employee_number"], name="employee_number_unique_in_chain", nulls_distinct=False
            )
        ]
        verbose_name = verbose_name_plural = "人員"

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """What Wagtail's menu calls the person; it would show the surrogate otherwise."""
        return self.name

    @property
    def email(self) -> str:
        """No address is kept; Wagtail asks for one before it sends mail, and then sends none."""
        return ""

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
