"""The house's conventions, executed: what prose asks for and no other tool sees to."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parents[2]
ROOMS = ("lms", "readiness", "certificates", "drills", "courses", "attempts", "content", "people", "outbox")
LONGEST, LONGEST_TEST = 350, 400


def tracked():
    """Every file that git tracks or would, by path from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return sorted(path for path in listed.stdout.splitlines() if (ROOT / path).is_file())


FILES = tracked()
PYTHON = [path for path in FILES if path.endswith(".py")]
OF_ROOMS = [path for path in PYTHON if path.split("/")[0] in ROOMS and "/migrations/" not in path]


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def offending(pattern, paths):
    return [f"{path}: {found.group()}" for path in paths for found in re.finditer(pattern, text(path))]


def test_there_is_a_house_to_look_at():
    assert {path.split("/")[0] for path in OF_ROOMS} == set(ROOMS)
    assert len(OF_ROOMS) > 80


def test_no_file_is_a_drawer_for_everything():
    drawers = re.compile(r"(^|/)(utils?|helpers?|common|misc)(\.\w+|/)")
    assert drawers.search("people/utils.py")
    assert [path for path in FILES if drawers.search(path)] == []


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_says_at_its_door_what_lives_here_and_whom_it_may_import(room):
    said = ast.get_docstring(ast.parse(text(f"{room}/__init__.py"))) or ""
    assert 2 <= len(said.splitlines()) <= 8
    assert re.search(r"May import|Imports", said)


def test_no_file_is_longer_than_a_person_reads_at_once():
    sized = [path for path in FILES if path.endswith((".py", ".html", ".js", ".css")) and "/migrations/" not in path]
    limit = {path: LONGEST_TEST if path.startswith("tests/") else LONGEST for path in sized}
    assert {path: n for path in sized if (n := len(text(path).splitlines())) > limit[path]} == {}


def test_views_reach_objects_through_doors_and_never_by_a_bare_get():
    views = [path for path in OF_ROOMS if re.search(r"(^|/)(views|api)(/|\.py|_)", path)]
    assert len(views) >= 6
    assert offending(r"\.objects\.get\(", views) == []


def test_only_the_outbox_has_celery_tasks():
    found = offending(r"@(shared_task|app\.task|celery_app\.task)\b", OF_ROOMS)
    assert {line.split(":")[0] for line in found} == {"outbox/tasks.py"}


def test_nobody_enqueues_but_the_doorbell():
    found = offending(r"\.(delay|apply_async|send_task)\(", OF_ROOMS)
    assert {line.split(":")[0] for line in found} == {"outbox/doorbell.py"}


def test_no_signal_receiver_is_a_workflow():
    # The only ones clear Wagtail's or our own caches; a fact goes through `outbox.facts`.
    assert offending(r"\b(post_save|pre_save|post_delete|m2m_changed)\b", OF_ROOMS) == []


def test_no_file_names_a_place_of_one_machine_or_a_registry():
    # Written apart, so that this file does not name them either.
    words = ["/wo" + "rk/", "py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com"]
    texts = [path for path in FILES if not path.endswith((".png", ".webp", ".jpg", ".mo", ".woff2", ".ico", ".pdf"))]
    assert offending("|".join(map(re.escape, words)), texts) == []


def test_every_noqa_and_type_ignore_of_the_house_gives_its_reason():
    bare = r"#\s*(noqa|type: ignore)(?!: ?[A-Z0-9, ]+ - |\[[\w-]+\]\s+# )[^\n]*"
    with_reason = ["x  # noqa: F401 - registrations need loaded models", "x  # type: ignore[misc]  # says who"]
    assert not any(re.search(bare, line) for line in with_reason)
    assert re.search(bare, "x  # noqa: F401")
    assert offending(bare, OF_ROOMS) == []


def test_rooms_swallow_no_exception_whole():
    """One exception: whoever does owed work keeps the fault and goes on (`outbox/actions.py` says why)."""
    found = offending(r"except( Exception| BaseException)?( as \w+)?:", OF_ROOMS)
    assert {line.split(":")[0] for line in found} <= {"outbox/actions.py", "outbox/searches.py"}


@pytest.mark.django_db
def test_migrations_are_what_the_models_ask_for():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_test_file_mirrors_a_place_in_the_house():
    strays = []
    for path in (p for p in PYTHON if p.startswith(tuple(f"tests/{room}/" for room in ROOMS))):
        folder = Path(path).parent.relative_to("tests")
        if not (ROOT / folder).is_dir():
            strays.append(path)
    assert strays == []


def test_the_description_of_the_house_names_only_what_is_there():
    named = set(re.findall(rf"`((?:{'|'.join(ROOMS)})/[\w./-]+)`", text("docs/architecture.md")))
    assert len(named) > 40
    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_the_description_of_the_house_tells_every_fact_and_who_sends_it():
    sent = {}
    for path in OF_ROOMS:
        for fact in re.findall(r"""facts\.send(?:_each)?\(\s*"(\w+)\"""", text(path)):
            sent.setdefault(fact, set()).add(path)
    table = text("docs/architecture.md").split("| fact | sent by | owes |")[1].split("\n\n")[0]
    rows = [row.split("|") for row in table.splitlines() if row.startswith("| `")]
    assert {re.findall(r"`(.+?)`", row[1])[0]: set(re.findall(r"`(.+?)`", row[2])) for row in rows} == sent
