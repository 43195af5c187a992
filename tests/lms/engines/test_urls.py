"""DATABASE_URL and REDIS_URL: what is read, and the sentence for what is not."""

from pathlib import Path

import pytest

from lms import engines

BASE = Path("/nowhere/in/particular")


def test_a_database_url_becomes_django_settings():
    url = "postgres://clerk:p%40ss@db.example:5433/lights?sslmode=require"
    assert engines.addresses(BASE, {"DATABASE_URL": url}).database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "lights",
        "USER": "clerk",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize("url", ["postgresql:///lights?host=/run/postgresql", "postgres://%2Frun%2Fpostgresql/lights"])
def test_a_database_url_may_name_a_socket_folder(url):
    database = engines.addresses(BASE, {"DATABASE_URL": url}).database
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("/run/postgresql", "", "lights")


@pytest.mark.parametrize(
    ("url", "broker", "cache"),
    [
        ("redis://:pw@r.example:6380/2", "redis://:pw@r.example:6380/2", "redis://:pw@r.example:6380/3"),
        ("redis://r.example", "redis://r.example/0", "redis://r.example/1"),
        (
            "rediss://r.example/0?ssl_ca_certs=/etc/ca.pem",
            "rediss://r.example/0?ssl_ca_certs=/etc/ca.pem&ssl_cert_reqs=required",
            "rediss://r.example/1?ssl_ca_certs=/etc/ca.pem&ssl_cert_reqs=required",
        ),
        (
            "unix:///run/redis/redis.sock?db=4",
            "redis+socket:///run/redis/redis.sock?virtual_host=4",
            "unix:///run/redis/redis.sock?db=5",
        ),
    ],
)
def test_a_redis_url_gives_broker_and_cache_databases_of_their_own(url, broker, cache):
    found = engines.addresses(BASE, {"REDIS_URL": url})
    assert (found.redis_broker, found.redis_cache) == (broker, cache)


def test_the_cache_may_be_another_server():
    environ = {"REDIS_URL": "redis://one.example/0", "REDIS_CACHE_URL": "redis://two.example/0"}
    assert engines.addresses(BASE, environ).redis_cache == "redis://two.example/0"


@pytest.mark.parametrize(
    "environ",
    [
        {"DATABASE_URL": "sqlite:///db.sqlite3"},
        {"DATABASE_URL": "postgres://user@host:port/name"},
        {"DATABASE_URL": "postgres://user@host:0/name"},
        {"DATABASE_URL": "postgres://user@host"},
        {"DATABASE_URL": "postgres://user@host/name?sllmode=require"},
        {"DATABASE_URL": "just words"},
        {"REDIS_URL": "http://host/0"},
        {"REDIS_URL": "redis:///0"},
        {"REDIS_URL": "redis://host/first"},
        {"REDIS_URL": "unix://?db=1"},
        {"REDIS_URL": "rediss://host/0?ssl_cert_reqs=none&extra=1"},
        {"REDIS_URL": "redis://host/0", "REDIS_CACHE_URL": "memcached://host"},
        {"STREETLIGHT_ENGINES": "production"},
    ],
)
def test_nonsense_is_one_sentence_that_names_the_variable(environ):
    with pytest.raises(engines.EngineError) as refused:
        engines.addresses(BASE, environ)
    sentence = str(refused.value)
    assert list(environ)[-1].replace("CACHE_", "") in sentence.replace("CACHE_", "")
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_given_servers_are_not_private_and_nothing_is_started_or_written():
    environ = {"DATABASE_URL": "postgres://u@db.example/n", "REDIS_URL": "redis://r.example"}
    assert engines.addresses(BASE, environ).private is False
    assert engines.ensure(BASE, environ) == ()
    assert engines.status(BASE, environ) == ()
    assert not BASE.exists()


@pytest.mark.parametrize("given", [{}, {"DATABASE_URL": "postgres://u@db.example/n"}, {"REDIS_URL": "redis://h"}])
def test_one_missing_address_is_enough_to_be_private(given):
    assert engines.addresses(BASE, given).private is True


def test_the_tests_have_servers_of_their_own():
    demo, test = (engines.addresses(BASE, {"STREETLIGHT_ENGINES": name}) for name in ("demo", "test"))
    assert demo.database["HOST"] != test.database["HOST"]
    assert demo.redis_broker != test.redis_broker
