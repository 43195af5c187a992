"""Rules about pools: what is drawn must be questions that stand alone and are worth the same. Errors, but for one."""

from collections.abc import Iterator

from content.script.reading import Finding, Part, Reading, error, links, warning, ways
from content.script.survey import Survey

_ASKED = ("choice", "level", "choices", "order", "match", "number", "text")


def broken_pools(reading: Reading) -> Iterator[Finding]:
    """What keeps a pool from being drawn from, or makes one draw worth more than another."""
    for node in reading.nodes:
        if node["kind"] == "pool":
            yield from _members(reading, node)
        if node["id"] not in reading.pool_of:
            yield from _strangers(reading, node)
    start = reading.body.get("start")
    if start in reading.pool_of:
        message = f"{reading.label(reading.by_id[start])}在題庫裡，不能當開頭，請把開頭改成別的步驟。"
        yield error("pool_way", message, start)


def small_pools(reading: Reading) -> Iterator[Finding]:
    """Warnings: pools of which everything is drawn."""
    for node in reading.nodes:
        if node["kind"] == "pool" and node["draw"] == len(node["of"]):
            message = f"{reading.label(node)}的題目全部都會抽到，題庫沒有得抽，請多放幾題，或少抽幾題。"
            yield warning("pool_small", message, node["id"])


def _members(reading: Reading, pool: Part) -> Iterator[Finding]:
    label, name = reading.label(pool), pool["id"]
    if pool["draw"] > len(pool["of"]):
        message = f"{label}要抽 {pool['draw']} 題，但只有 {len(pool['of'])} 題，請多放幾題，或少抽幾題。"
        yield error("pool_draw", message, name)
    for member in dict.fromkeys(pool["of"]):
        if member not in reading.by_id:
            what = f"「{member}」，但沒有這個步驟" if member else "一題還沒寫好的題目"
            yield error("missing_target", f"{label}裡有{what}，請重新選，或拿掉它。", name)
        elif pool["of"].count(member) > 1 or reading.pool_of[member] != name:
            message = f"{reading.label(reading.by_id[member])}放進題庫不只一次，請只留一個。"
            yield error("pool_way", message, member)
        else:
            yield from _member(reading, pool, reading.by_id[member])


def _member(reading: Reading, pool: Part, member: Part) -> Iterator[Finding]:
    label, name = reading.label(member), member["id"]
    if member["kind"] not in _ASKED:
        yield error("pool_way", f"{label}不是題目，不能放進題庫，請把它移出來。", name)
        return
    if "skip" in member or any("guard" in way or way.get("effects") for _, way in ways(member)):
        message = f"{label}在題庫裡，不能有條件、計數或跳過，請拿掉，或把它移出題庫。"
        yield error("pool_way", message, name)
    for link in links(member):
        if link.to is not None and link.to != pool["id"]:
            message = f"{reading.label(member, link.name)}要接回題庫 {pool['id']}，因為下一題由題庫來抽，請改正。"
            yield error("pool_way", message, name, link.name)


def _strangers(reading: Reading, node: Part) -> Iterator[Finding]:
    for link in links(node):
        if link.to in reading.pool_of:
            member = reading.label(reading.by_id[link.to]) if link.to in reading.by_id else f"「{link.to}」"
            message = (
                f"{reading.label(node, link.name)}直接接到題庫裡的{member}，請改接到題庫 {reading.pool_of[link.to]}。"
            )
            yield error("pool_way", message, node["id"], link.name)


def uneven_pools(reading: Reading, survey: Survey) -> Iterator[Finding]:
    """Members are worth the same, so that no draw is luckier than another."""
    for name, worths in survey.pools.items():
        if len(set(worths.values())) > 1:
            told = "、".join(f"{member} {most} 分" for member, most in worths.items())
            label = reading.label(reading.by_id[name])
            message = f"{label}裡每題最多能拿的分數不一樣（{told}），抽到哪題要一樣公平，請改成同分。"
            yield error("pool_uneven", message, name)
