"""`manage.py take_absences`: take over a chain's list of who is on leave from a CSV file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.models import Chain
from people.shifts.absences.actions import take_absences
from people.shifts.absences.reading import read_absences
from people.shifts.rows import ShiftsError


class Command(BaseCommand):
    help = "Makes each store's list of leave, from the first day to the last that a CSV file names, what the file says."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("absences", type=Path)

    def handle(self, *args: Any, slug: str, absences: Path, **options: Any) -> None:
        chain = Chain.objects.filter(slug=slug).first()
        if chain is None:
            raise CommandError(f"沒有代號是 {slug} 的公司，請先用 found_chain 建立。")
        try:
            taken = take_absences(chain=chain, lines=read_absences(absences.read_bytes()), by=None)
        except OSError as fault:
            raise CommandError(f"{absences} 讀不到（{fault.strerror}），請確認路徑。") from fault
        except ShiftsError as fault:
            raise CommandError(f"{absences}：{fault}") from fault
        counted = f"新增 {taken.new} 筆請假，刪掉 {taken.removed} 筆，沒有變的 {taken.same} 筆"
        self.stdout.write(f"{chain.name}：{taken.stores} 家門市，{counted}。")
