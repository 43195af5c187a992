"""`manage.py give_token`: let a machine call the API as somebody, such as a chain's HR system."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.api_auth import give_token
from people.models import Person


class Command(BaseCommand):
    help = "Prints a bearer token with which a machine acts as a person of a chain; `api_tokens` lists and revokes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("employee_number")
        parser.add_argument("name", help="what the token is for")

    def handle(self, *args: Any, slug: str, employee_number: str, name: str, **options: Any) -> None:
        person = Person.objects.signing_in(slug, employee_number)
        if person is None or not person.is_active:
            raise CommandError(f"{slug} 沒有員工編號 {employee_number} 的在職人員，請確認公司代號和編號。")
        secret = give_token(person=person, name=name, by=None)
        self.stdout.write(f"{person.name}（{name}）的權杖，只顯示這一次：\n{secret}")
