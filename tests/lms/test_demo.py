"""The demo: which port it takes, what it starts, what it prints; and, as a long proof, the whole of it."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from lms import demo, engines
from lms.engines.processes import command_line, wait_until

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["127.0.0.1", "0.0.0.0", "::1"])  # noqa: S104 - that somebody else listens everywhere is the case
def taken(request):
    """A port that another program listens on."""
    family = socket.AF_INET6 if ":" in request.param else socket.AF_INET
    with socket.socket(family) as other:
        try:
            other.bind((request.param, 0))
        except OSError:
            pytest.skip(f"this machine has no {request.param}")
        other.listen()
        yield other.getsockname()[1]


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_taken_port_is_named_with_the_way_out(taken):
    with pytest.raises(demo.DemoError) as refused:
        demo.free_port(str(taken))
    assert str(refused.value) == f"Port {taken} is taken: choose another, as in `PORT={taken + 1} make demo`."


def test_a_free_port_is_taken():
    port = unused_port()
    assert demo.free_port(str(port)) == port


def test_a_port_whose_connections_have_just_ended_is_free():
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            server.accept()[0].close()
            assert client.recv(1) == b""
    assert demo.free_port(str(port)) == port


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "http", "８０００x"])
def test_a_port_that_makes_no_sense_is_refused(text):
    with pytest.raises(demo.DemoError, match=r"makes no sense: choose a number from 1024 to 65535"):
        demo.free_port(text)


def test_a_refused_port_starts_no_engines(tmp_path):
    run = demo.Demo(tmp_path, {"PORT": "nonsense"}, prepare=pytest.fail, tell=pytest.fail)
    with pytest.raises(demo.DemoError):
        run.run()
    assert list(tmp_path.iterdir()) == []


def test_the_site_listens_on_this_machine_only():
    web = demo.programs(Path("/v"), 8123)[0].command
    assert web[web.index("--host") + 1] == "127.0.0.1"
    assert web[web.index("--port") + 1] == "8123"


def test_the_welcome_is_the_address_and_one_aligned_line_per_role():
    known = {
        "url": "http://localhost:8000",
        "sign_ins": {
            "clerk": {"chain": "晨光", "employee_number": "A1", "password": "pw-1"},
            "manager": {"chain": "nightowl", "employee_number": "A22", "password": "pw-22"},
        },
    }
    assert demo.welcome(known) == [
        "",
        "街燈學堂 Streetlight: http://localhost:8000",
        "",
        "role     chain     employee_number  password",
        "clerk    晨光      A1               pw-1",
        "manager  nightowl  A22              pw-22",
        "",
        "Ctrl-C ends everything.",
    ]


def test_nobody_there_is_not_ready():
    assert demo.ready(unused_port()) is False


def test_a_second_demo_of_the_same_folder_is_refused_and_leaves_the_first_its_engines(tmp_path):
    environ = {"STREETLIGHT_ENGINES": "test", "PORT": str(unused_port())}
    script = (
        "import pathlib, sys; from lms.engines.locks import take; "
        "print(take(pathlib.Path(sys.argv[1])), flush=True); input()"
    )
    engines.ensure(tmp_path, environ)
    first = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "var/demo.lock")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert first.stdout.readline() == "True\n"
        with pytest.raises(demo.DemoError, match="already runs"):
            demo.Demo(tmp_path, environ, prepare=pytest.fail, tell=lambda line: None).run()
    finally:
        first.communicate("\n")
        engines.remove(tmp_path, environ)


def test_engines_are_ended_when_preparing_fails(tmp_path):
    environ = {"STREETLIGHT_ENGINES": "test", "PORT": str(unused_port())}

    def prepare(url: str) -> None:
        assert [state.answers for state in engines.status(tmp_path, environ)] == [True, True]
        raise RuntimeError(url)

    with pytest.raises(RuntimeError, match=f"http://localhost:{environ['PORT']}"):
        demo.Demo(tmp_path, environ, prepare=prepare, tell=lambda line: None).run()
    assert [state.pid for state in engines.status(tmp_path, environ)] == [None, None]
    engines.remove(tmp_path, environ)


def test_engines_are_ended_when_the_demo_is_told_to_end_while_preparing(tmp_path):
    environ = {"STREETLIGHT_ENGINES": "test", "PORT": str(unused_port())}
    script = (
        "import os, pathlib, signal, sys; from lms.demo import Demo; "
        "Demo(pathlib.Path(sys.argv[1]), os.environ, lambda url: os.kill(os.getpid(), signal.SIGTERM), print).run()"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environ}, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (128 + signal.SIGTERM, "Starting PostgreSQL and Redis …\n")
    assert (tmp_path / "var/test-engines/redis/redis.conf").exists()
    assert [state.pid for state in engines.status(tmp_path, environ)] == [None, None]
    engines.remove(tmp_path, environ)


@pytest.fixture
def clone(tmp_path):
    """A copy of what the repository holds, without anything that this checkout has made."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (tmp_path / "clone" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / "clone" / name)
    yield tmp_path / "clone"
    engines.remove(tmp_path / "clone", {})


def page(port: int, path: str) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("localhost", port, timeout=10)) as line:
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.read().decode()


@pytest.fixture
def running(clone):
    """The whole demo, on a free port: (process, port)."""
    port = unused_port()
    environ = {name: value for name, value in os.environ.items() if name != "STREETLIGHT_ENGINES"}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--small"],
        cwd=clone,
        env={**environ, "PORT": str(port), "DEMO": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    said = []
    for line in process.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    yield process, port, "".join(said)
    process.kill()
    process.communicate()


@pytest.mark.prove
@pytest.mark.timeout(300)
def test_the_whole_demo_greets_serves_heals_and_ends_without_a_trace(running, clone):
    process, port, said = running
    known = json.loads((clone / "var/demo.json").read_text())
    assert known["url"] == f"http://localhost:{port}"
    roles = ["clerk", "manager", "supervisor", "trainer", "expert", "hr", "auditor", "operator"]
    assert sorted(known["sign_ins"]) == sorted(roles)
    assert all(each in said for each in [known["url"], *(one["password"] for one in known["sign_ins"].values())])
    assert page(port, "/readyz")[0] == http.HTTPStatus.OK
    status, body = page(port, "/sign-in/")
    assert status == http.HTTPStatus.OK
    assert 'name="employee_number"' in body

    titles = {pid: command_line(pid) for pid in _all_pids()}
    web = next(pid for pid, title in titles.items() if f":{port} " in title and "worker" not in title)
    os.kill(web, signal.SIGKILL)
    assert process.stdout.readline() == "web ended (signal SIGKILL); starting it again.\n"
    assert wait_until(lambda: demo.ready(port), 60)

    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert [state.pid for state in engines.status(clone, {})] == [None, None]
    assert [pid for pid in _all_pids() if str(clone) in _folder_of(pid)] == []


@pytest.mark.prove
@pytest.mark.timeout(300)
def test_a_killed_demo_leaves_no_process_behind(running, clone):
    process, port, _said = running
    process.kill()
    assert wait_until(lambda: not [pid for pid in _all_pids() if str(clone) in _folder_of(pid)], 60)
    assert [state.pid for state in engines.status(clone, {})] == [None, None]
    assert demo.free_port(str(port)) == port


def _all_pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]


def _folder_of(pid: int) -> str:
    try:
        return str(Path(f"/proc/{pid}/cwd").readlink())
    except OSError:
        return ""
