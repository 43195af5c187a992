"""`manage.py take_shifts`: take over a chain's shift plan from a CSV file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.models import Chain
from people.shifts.actions import take_shifts
from people.shifts.reading import read_shifts
from people.shifts.rows import ShiftsError


class Command(BaseCommand):
    help = "Makes the plan of each store on each day that a CSV file names what the file says; others are left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("plan", type=Path)

    def handle(self, *args: Any, slug: str, plan: Path, **options: Any) -> None:
        chain = Chain.objects.filter(slug=slug).first()
        if chain is None:
            raise CommandError(f"沒有代號是 {slug} 的公司，請先用 found_chain 建立。")
        try:
            taken = take_shifts(chain=chain, lines=read_shifts(plan.read_bytes()), by=None)
        except OSError as fault:
            raise CommandError(f"{plan} 讀不到（{fault.strerror}），請確認路徑。") from fault
        except ShiftsError as fault:
            raise CommandError(f"{plan}：{fault}") from fault
        counted = f"新增 {taken.new} 個班，刪掉 {taken.removed} 個，沒有變的 {taken.same} 個"
        self.stdout.write(f"{chain.name}：{taken.stores} 家門市，{counted}。")
