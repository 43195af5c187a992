"""`manage.py reset_person`: the last resort for somebody whom nobody may reset on the pages, such as an operator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from people.factors.actions import forget_authenticators
from people.joining.rules import shown
from people.joining.starting import reset
from people.models import Person
from people.models.organisation import PROGRAMME


class Command(BaseCommand):
    help = "Ends somebody's password, sessions, passkeys, app and recovery codes, and prints a start code instead."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help=f"the chain, or {PROGRAMME} for the programme's own staff")
        parser.add_argument("employee_number")

    def handle(self, *args: Any, slug: str, employee_number: str, **options: Any) -> None:
        person = Person.objects.signing_in("" if slug == PROGRAMME else slug, employee_number)
        if person is None or not person.is_active:
            raise CommandError(f"{slug} 沒有員工編號 {employee_number} 的在職人員，請確認公司代號和編號。")
        with transaction.atomic():
            forget_authenticators(person=person, by=None)
            code = reset(person=person, by=None)
        self.stdout.write(f"{person.name}：起始碼 {shown(code)}，14 天內有效，只顯示這一次。")
