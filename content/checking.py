"""Is a page fit to be published? The same question for the editor, the publishing and the loader."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from content.blocks.drills import ROLES
from content.compiling import compile_course, compile_script
from content.models.works import Work
from content.queries import hotline_keys
from content.rules import LANGUAGES, SOURCE
from content.script import Finding, lint
from content.script.wording import LANG_WORDS
from content.translating import machine_drafts

MEMBER_WORDS = {
    "low": "對的最小值",
    "high": "對的最大值",
    "near": "差一點也算部分對",
    "min": "最小",
    "max": "最大",
    "step": "一次加減多少",
    "start": "從多少開始",
    "most": "最多幾個字",
    "draw": "抽幾題",
    "words": "說法",
    "avoid": "不能說的話",
    "effects": "加減計數",
    "guard": "條件",
    "seconds": "限幾秒",
    "by": "幾秒內",
    "target_seconds": "整場幾秒內做完",
    "cues": "線索",
    "expected": "現場檢核",
}
"""What the studio calls the members of a body that a trainer may leave open or fill in wrongly."""

_error = partial(Finding, severity="error", node=None, choice=None)
_warning = partial(Finding, severity="warning", node=None, choice=None)


@dataclass(frozen=True)
class Checked:
    """A page compiled and looked through. A body without errors can be frozen."""

    body: dict[str, Any]
    findings: list[Finding]

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "warning"]


def check(page: Any, translations: Mapping[str, Any] | None = None) -> Checked:
    """Compile a page with its finished translations (by language tag) and say what is wrong with it."""
    drafts = machine_drafts(page.translation_key) & set(translations) if translations else set()
    if page.kind == "course":
        body = compile_course(page, translations, drafts)
        return Checked(body, list(_course(page, body)))
    body = compile_script(page, translations, drafts)
    findings = lint(body, hotlines=hotline_keys(), langs=list(LANGUAGES.values()))
    told = [_in_words(finding) for finding in findings if not _said_otherwise(page, finding)]
    return Checked(body, [*_roles(page), *told])


def _in_words(finding: Finding) -> Finding:
    """A fault of shape in the words of the form, not of the format."""
    if finding.code != "malformed":
        return finding
    return replace(finding, message=re.sub(r"「([a-z_.0-9、]+)」", _named, finding.message))


def _named(quoted: re.Match[str]) -> str:
    words = (MEMBER_WORDS.get(name.split(".")[0], name) for name in quoted[1].split("、"))
    return f"「{'、'.join(words)}」"


def _said_otherwise(page: Any, finding: Finding) -> bool:
    """In a lesson a last step without a way out means a missing ending, and lint says that too."""
    return bool(page.kind == "lesson" and finding.code == "no_way_out" and page.nodes[-1].block_type != "ending")


def _roles(page: Any) -> Iterator[Finding]:
    """Of a drill's questions one is the channel and one the report; a body has no place for a second."""
    asked = [block.value for block in page.nodes if "standard" in block.value]
    for role, word in ROLES:
        named = [step["node_id"] for step in asked if step["standard"]["role"] == role]
        for name in named[1:]:
            message = f"「{word}」已經是步驟 {named[0]} 了，步驟 {name} 請改回「一般題目」。"
            yield Finding("drill_twice", "error", name, None, message)


def _course(page: Any, body: dict[str, Any]) -> Iterator[Finding]:
    works = Work.objects.in_bulk([entry["work"] for entry in body["works"]])
    chain = page.library.chain_id if page.library else None
    yield from _course_texts(body)
    yield from _course_rule(page, body)
    seen = set()
    for block in page.works:
        if block.value is None:
            yield _error("missing_work", message="課程裡有一個單元已經被刪掉了，請拿掉它，或另選一個。")
            continue
        yield from _course_work(block.value, works.get(block.value.translation_key), chain)
        if block.value.translation_key in seen:
            yield _error("duplicate_work", message=f"「{block.value.title}」放了兩次，請拿掉一個。")
        seen.add(block.value.translation_key)


def _course_work(page: Any, work: Work | None, chain: int | None) -> Iterator[Finding]:
    if work is None or work.current_id is None:
        yield _error("no_edition", message=f"「{page.title}」還沒有發布過，學員拿不到，請先到那一頁按發布。")
    elif work.owner_id not in (None, chain):
        yield _error("foreign_work", message=f"「{page.title}」不屬於這個教材庫，請改選自己的單元。")


def _course_texts(body: dict[str, Any]) -> Iterator[Finding]:
    if "summary" not in body["texts"][SOURCE]:
        yield _error("text_missing", message="課程還沒有簡介，請補上一兩句話。")
    for tag in LANGUAGES.values():
        if tag not in body["texts"]:
            yield _warning("translation_missing", message=f"{LANG_WORDS[tag]}翻譯還沒有完成，學員會先看到中文。")


def _course_rule(page: Any, body: dict[str, Any]) -> Iterator[Finding]:
    count = len(body["works"])
    if not count:
        yield _error("no_works", message="課程裡還沒有單元，請至少加一個。")
    elif page.need and page.need > count:
        yield _error("impossible_rule", message=f"要通過 {page.need} 個，但課程只有 {count} 個單元，沒有人過得了。")
