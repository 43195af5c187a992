"""Settings that make no sense stop the start with one sentence. Each start is a process of its own."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVERS = {"DATABASE_URL": "postgres://u:p@db.test/streetlight", "REDIS_URL": "redis://redis.test/0"}
READ = "import lms.settings as s; print({})"


def start(shown="s.SECRET_KEY", *, root=ROOT, **environ):
    """Import the product's settings in a process of its own and print one of them."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", READ.format(shown)],
        cwd=root,
        env=kept | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"} | environ,
        capture_output=True,
        text=True,
        timeout=60,
    )


MAIL = "MAIL_URL makes no sense: write smtp+tls://user:password@host:587 (or smtps://, smtp://), or unset it."
VAPID = "VAPID_PRIVATE_KEY makes no sense: give the 32 bytes of a P-256 key as base64url, or unset it."


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"DEBUG": "maybe"}, "DEBUG='maybe' makes no sense: set it to 1 or 0."),
        ({"DEMO": "yes"}, "DEMO='yes' makes no sense: set it to 1 or 0."),
        (
            {"TRUSTED_PROXIES": "one"},
            "TRUSTED_PROXIES='one' makes no sense: set it to a number, or unset it for 0.",
        ),
        ({"PORT": "http"}, "PORT='http' makes no sense: set it to a number, or unset it for 8000."),
        (
            {"BASE_URL": "street.test"},
            "BASE_URL='street.test' makes no sense: write it as https://host, the address that certificates lead to.",
        ),
        (
            {"LOG_LEVEL": "loud"},
            "LOG_LEVEL='LOUD' makes no sense: set it to one of DEBUG, INFO, WARNING, ERROR, CRITICAL.",
        ),
        ({"MAIL_URL": "https://mail.test"}, MAIL),
        ({"MAIL_URL": "smtp://:25"}, MAIL),
        ({"MAIL_URL": "smtp://mail.test:post"}, MAIL),
        ({"MAIL_URL": "smtps://user:secret@mail.test/inbox"}, MAIL),
        ({"MAIL_URL": "smtp://mail.test?tls=1"}, MAIL),
        ({"VAPID_PRIVATE_KEY": "password"}, VAPID),
        ({"VAPID_PRIVATE_KEY": "A" * 43}, VAPID),
        ({"VAPID_PRIVATE_KEY": "_" * 43}, VAPID),
        ({"VAPID_PRIVATE_KEY": "*" * 43}, VAPID),
        (SERVERS, "SECRET_KEY is not set: give every web and worker process the same long random SECRET_KEY."),
    ],
)
def test_nonsense_stops_the_start_with_a_sentence_that_says_how_to_mend_it(environ, sentence):
    done = start(**environ)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == f"django.core.exceptions.ImproperlyConfigured: {sentence}"


def test_what_is_said_of_a_wrong_address_of_mail_keeps_its_password_to_itself():
    done = start(MAIL_URL="smtp://user:hush-hush@mail.test:port")
    assert (done.returncode, "MAIL_URL" in done.stderr, "hush-hush" in done.stderr) == (1, True, False)


def test_with_servers_and_a_key_it_starts():
    done = start("s.DATABASES['default']['HOST'], s.CELERY_BROKER_URL, s.SECRET_KEY", SECRET_KEY="k" * 50, **SERVERS)
    assert (done.returncode, done.stdout) == (0, f"db.test redis://redis.test/0 {'k' * 50}\n")


@pytest.mark.parametrize(
    ("environ", "shown", "value"),
    [
        ({}, "s.DEBUG, s.DEMO, s.BASE_URL", "False False http://localhost:8000"),
        ({"PORT": "8123"}, "s.BASE_URL", "http://localhost:8123"),
        ({"BASE_URL": "https://street.test/"}, "s.BASE_URL, s.SESSION_COOKIE_SECURE", "https://street.test True"),
        ({"DEMO": "1"}, "s.DEMO, s.SESSION_COOKIE_SECURE", "True False"),
        ({}, "s.SECOND_FACTOR", "True"),
        ({"DEMO": "1"}, "s.SECOND_FACTOR", "False"),
        ({"DEBUG": "", "PORT": ""}, "s.DEBUG, s.PORT", "False 8000"),
        ({"LOG_LEVEL": "warning"}, "s.LOGGING['root']['level']", "WARNING"),
        (
            {"MAIL_URL": "smtps://shop%40mail.test:p%2Fw@mail.test"},
            "s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_HOST_USER, s.EMAIL_HOST_PASSWORD, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL",
            "mail.test 465 shop@mail.test p/w False True",
        ),
        (
            {"MAIL_URL": "smtp+tls://mail.test:2525"},
            "s.EMAIL_PORT, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL",
            "2525 True False",
        ),
        ({}, "s.EMAIL_BACKEND, s.MAIL_SERVER", "django.core.mail.backends.dummy.EmailBackend None"),
        ({"VAPID_PRIVATE_KEY": "A" * 42 + "E"}, "s.VAPID_PRIVATE_KEY", "A" * 42 + "E"),
        ({"ALLOWED_HOSTS": "a.test,b.test"}, "s.ALLOWED_HOSTS", "['a.test', 'b.test']"),
    ],
)
def test_what_is_set_counts_and_what_is_not_has_a_default(environ, shown, value):
    done = start(shown, **environ)
    assert (done.stderr, done.stdout) == ("", value + "\n")


@pytest.fixture
def checkout(tmp_path):
    """A checkout of its own without `var/`: the settings and what they import."""
    (tmp_path / "lms").mkdir()
    for name in ("__init__.py", "celery.py", "engines", "outgoing.py"):
        (tmp_path / "lms" / name).symlink_to(ROOT / "lms" / name)
    (tmp_path / "people").symlink_to(ROOT / "people")
    (tmp_path / "lms" / "settings.py").write_text((ROOT / "lms" / "settings.py").read_text())
    return tmp_path


def test_processes_that_start_together_share_the_key_that_the_first_one_made(checkout):
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda _: start(root=checkout), range(3)))
    keys = {done.stdout.strip() for done in [*together, start(root=checkout)]}
    assert [done.stderr for done in together] == [""] * 3
    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    kept = checkout / "var" / "secret_key"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in kept.parent.iterdir()] == ["secret_key"]
