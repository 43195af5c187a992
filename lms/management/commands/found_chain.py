"""`manage.py found_chain`: an operator sets up a chain with its stores and first HR person, ready to sign in."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from content.models import Work
from courses.founding import set_up_chain
from people.brands.actions import BrandTold
from people.brands.logos import LogoError, keep_logo
from people.founding.reading import RosterError, read_roster


class Command(BaseCommand):
    help = "Founds a chain: regions and stores from a CSV file, its first HR person, the programme's courses assigned."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="what people choose when they sign in, e.g. fuxiao")
        parser.add_argument("name", help="the chain's name, e.g. 拂曉超商")
        parser.add_argument("roster", type=Path, help="CSV: region,code,name,address; or the open data of branches")
        parser.add_argument("--company", default="", help="tax number of the company whose branches to take")
        parser.add_argument("--hr-number", required=True, help="employee number of the first HR person")
        parser.add_argument("--hr-name", required=True)
        parser.add_argument("--short-name", default="", help="the brand: what stands on top of each page, e.g. 拂曉")
        parser.add_argument("--accent", default="", help="the brand's colour by day, #rrggbb, readable on paper")
        parser.add_argument("--accent-night", default="", help="the same by night; made from --accent if left out")
        parser.add_argument("--logo", type=Path, help="PNG or WebP")

    @transaction.atomic
    def handle(self, *args: Any, slug: str, name: str, roster: Path, company: str, **options: Any) -> None:
        try:
            stores = read_roster(roster.read_bytes(), company)
            founded = set_up_chain(
                slug=slug,
                name=name,
                stores=stores,
                hr_number=options["hr_number"],
                hr_name=options["hr_name"],
                courses=list(Work.objects.certifying().filter(owner=None)),
                brand=_brand(options),
                by=None,
            )
        except OSError as fault:
            raise CommandError(f"{fault.filename} 讀不到（{fault.strerror}），請確認路徑。") from fault
        except LogoError as fault:
            raise CommandError(f"{options['logo']}：{fault}") from fault
        except RosterError as fault:
            raise CommandError(f"{roster}：{fault}") from fault
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from fault
        self.stdout.write(f"{name}：{founded.stores} 家門市。")
        self.stdout.write(
            f"第一位人資 {founded.hr.name}：公司 {slug}，員工編號 {founded.hr.employee_number}，密碼 {founded.password}"
        )
        self.stdout.write("密碼只顯示這一次。")


def _brand(options: dict[str, Any]) -> BrandTold | None:
    """The brand that the options speak of; None where they speak of none. Raises LogoError."""
    logo = options["logo"] and keep_logo(options["logo"].read_bytes())
    told = BrandTold(options["short_name"], options["accent"], options["accent_night"], logo)
    return told if any((told.short_name, told.accent, told.accent_night, told.logo)) else None
