"""Writes about a chain's LINE account."""

from django.db import transaction

from people.actions import keep
from people.channels.line import basic_id_of
from people.factors.ciphers import seal
from people.models import Chain, LineChannel, Person


def open_line(*, chain: Chain, token: str, secret: str, by: Person | None) -> LineChannel:
    """Take a chain's LINE account, after LINE itself has told its name. Raises Later, Refused where it does not."""
    basic_id = basic_id_of(token)
    sealed = {"basic_id": basic_id, "sealed_token": seal(token), "sealed_secret": seal(secret)}
    with transaction.atomic():
        channel, _new = LineChannel.objects.update_or_create(chain=chain, defaults=sealed)
        keep("open_line", chain, by=by, basic_id=basic_id)
    return channel


@transaction.atomic
def close_line(*, chain: Chain, by: Person | None) -> bool:
    """Forget a chain's LINE account; True if there was one."""
    gone, _tables = LineChannel.objects.filter(chain=chain).delete()
    if gone:
        keep("close_line", chain, by=by)
    return bool(gone)
