"""Stores by their codes, as people write them: one a line."""

from django.core.exceptions import ValidationError

from drills.desk.queries import reach_of
from people.models import Chain, Store

MOST_STORES = 500


def stores_named(text: str, owner: Chain | None) -> list[Store]:
    """The open stores that these lines name: `code`, for the programme's own plans (`owner` None) `chain/code`. Each
    once, in their order.

    Raises ValidationError with all that cannot be found, and for more than `MOST_STORES` lines.
    """
    named = [line.strip() for line in text.splitlines() if line.strip()]
    if len(named) > MOST_STORES:
        raise ValidationError(f"一次最多 {MOST_STORES} 家；更多請用區域。")
    keys = [_key(line, owner) for line in named]
    _, _, reachable = reach_of(owner)
    codes = {code for _, code in keys}
    found = {(store.chain.slug, store.code): store for store in reachable.filter(code__in=codes)}
    missing = [line for line, key in zip(named, keys, strict=True) if key not in found]
    if missing:
        raise ValidationError(f"這些店號找不到，或已經歇業：{'、'.join(missing[:10])}")
    return [found[key] for key in dict.fromkeys(keys)]


def _key(line: str, owner: Chain | None) -> tuple[str, str]:
    chain, slash, code = line.partition("/")
    if owner:
        return owner.slug, code if slash and chain == owner.slug else line
    return (chain.strip(), code.strip()) if slash else ("", line)
