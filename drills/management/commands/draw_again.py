"""`manage.py draw_again`: draw once more what a plan has drawn, from the frame and the seed that were kept."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from drills.models import Draw
from drills.queries.draws import draw_again


class Command(BaseCommand):
    help = "Draws a period of a plan again from the frame and the seed that were kept, and says whether it is the same."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", type=int, help="the plan's number")
        parser.add_argument("period", type=date.fromisoformat, help="a day of the period, such as 2026-07-01")

    def handle(self, *args: Any, plan: int, period: date, **options: Any) -> None:
        draws = Draw.objects.select_related("plan").filter(plan=plan)
        draw = draws.filter(period_begins__lte=period, period_ends__gte=period).first()
        if draw is None:
            raise CommandError(f"計畫 {plan} 在 {period} 那一期沒有抽樣，請確認計畫編號和日期。")
        frame, drawn = sum(map(len, draw.frame.values())), len(draw.drawn)
        what = f"{draw.plan.title}，{draw.period_begins} 到 {draw.period_ends}：{frame} 家門市抽 {drawn} 家"
        if not draw_again(draw):
            raise CommandError(f"{what}，重抽的結果和當時的不一樣。種子、名單或結果被改過，請通報。")
        self.stdout.write(f"{what}，種子 {draw.seed}，重抽的結果和當時的完全一樣。")
