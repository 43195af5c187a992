"""`manage.py set_line_channel`: take or forget a chain's LINE account."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from people.channels.interface import Later, Refused
from people.channels.opening import close_line, open_line
from people.models import Chain


class Command(BaseCommand):
    help = "Takes a chain's LINE account: access token from LINE_TOKEN, channel secret from LINE_SECRET."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--remove", action="store_true", help="forget the account instead")

    def handle(self, *args: Any, slug: str, remove: bool, **options: Any) -> None:
        chain = Chain.objects.filter(slug=slug).first()
        if chain is None:
            raise CommandError(f"沒有代號是 {slug} 的公司，請先用 found_chain 建立。")
        if remove:
            gone = close_line(chain=chain, by=None)
            self.stdout.write(f"{chain.name}的 LINE 官方帳號{'拿掉了' if gone else '本來就沒有設'}。")
        else:
            self._open(chain)

    def _open(self, chain: Chain) -> None:
        token, secret = os.environ.get("LINE_TOKEN", "").strip(), os.environ.get("LINE_SECRET", "").strip()
        if not token or not secret:
            raise CommandError("請用環境變數 LINE_TOKEN（channel access token）和 LINE_SECRET（channel secret）給。")
        try:
            channel = open_line(chain=chain, token=token, secret=secret, by=None)
        except (Later, Refused) as fault:
            raise CommandError(f"LINE 不認得這個 token，什麼都沒有存（{str(fault)[:80]}）。") from fault
        address = settings.BASE_URL + reverse("line-webhook", args=[chain.slug])
        self.stdout.write(f"{chain.name}：{channel.basic_id} 設好了。請在 LINE 後台把 webhook 網址設成 {address}")
