"""`manage.py take_people`: bring the people of a list into a chain's stores, with their start codes."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Value
from django.utils import timezone

from certificates.fonts import FontMissing
from people.joining.inviting import invite
from people.joining.reading import StaffListError, read_staff
from people.joining.rules import shown
from people.models import Chain
from readiness.invite.sheets import pdf, sheets_of


class Command(BaseCommand):
    help = "Brings the people of a CSV file into a chain's stores and gives each a start code, told once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("people", type=Path, help="CSV: store,employee_number,name,role,language")
        parser.add_argument("--pdf", type=Path, help="write the sheets for the stores' managers here, not the codes")

    def handle(self, *args: Any, slug: str, people: Path, **options: Any) -> None:
        chain = Chain.objects.filter(slug=slug).first()
        if chain is None:
            raise CommandError(f"沒有代號是 {slug} 的公司，請先用 found_chain 建立。")
        try:
            self._take(chain, people.read_bytes(), options["pdf"])
        except OSError as fault:
            raise CommandError(f"{fault.filename} 不能用（{fault.strerror}），請確認路徑。") from fault
        except StaffListError as refusal:
            raise CommandError(f"{people}：\n{refusal}") from refusal
        except FontMissing as fault:
            raise CommandError(str(fault)) from fault

    # Whoever cannot write the sheets has told nobody the codes: then nothing happened at all.
    @transaction.atomic
    def _take(self, chain: Chain, data: bytes, out: Path | None) -> None:
        now = timezone.now()
        stores = chain.stores.annotate(by_hr=Value(value=True))
        done = invite(chain=chain, stores=stores, lines=read_staff(data), by=None, at=now)
        if out and done.slips:
            out.write_bytes(pdf(sheets_of(chain, done.slips, now), getattr(chain, "brand", None)))
        self.stdout.write(f"{chain.name}：新夥伴 {done.new} 人，回來的 {done.back} 人，本來就在的 {done.same} 人。")
        if not out:
            for slip in done.slips:
                self.stdout.write(
                    f"{slip.store.code}  {slip.person.employee_number}  {slip.person.name}  {shown(slip.code)}"
                )
        if done.slips:
            self.stdout.write("起始碼只顯示這一次。")
