"""`manage.py take_roster`: bring a chain's stores up to date from a CSV file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.founding.actions import take_roster
from people.founding.reading import RosterError, read_roster
from people.models import Chain


class Command(BaseCommand):
    help = "Makes a chain's stores what a CSV file says; stores that it does not name are left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("roster", type=Path)
        parser.add_argument("--company", default="", help="tax number of the company whose branches to take")

    def handle(self, *args: Any, slug: str, roster: Path, company: str, **options: Any) -> None:
        chain = Chain.objects.filter(slug=slug).first()
        if chain is None:
            raise CommandError(f"沒有代號是 {slug} 的公司，請先用 found_chain 建立。")
        try:
            taken = take_roster(chain=chain, stores=read_roster(roster.read_bytes(), company), by=None)
        except OSError as fault:
            raise CommandError(f"{roster} 讀不到（{fault.strerror}），請確認路徑。") from fault
        except RosterError as fault:
            raise CommandError(f"{roster}：{fault}") from fault
        self.stdout.write(f"{chain.name}：新增 {taken.new} 家，更新 {taken.changed} 家，沒有變的 {taken.same} 家。")
