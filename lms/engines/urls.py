"""DATABASE_URL and REDIS_URL: read strictly, so that a slip stops the start instead of reaching another server."""

from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from lms.engines.errors import EngineError

DATABASE_FORM = "postgres://user:password@host:5432/name?sslmode=require"
REDIS_FORM = "redis://:password@host:6379/0 (or rediss://…, or unix:///path/redis.sock?db=0)"
LIBPQ_OPTIONS = {
    "application_name",
    "connect_timeout",
    "host",
    "options",
    "sslcert",
    "sslcrl",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "target_session_attrs",
}


def _split(name: str, url: str, form: str, schemes: set[str]) -> SplitResult:
    mend = f"{name} makes no sense: write it as {form}, or unset it to use the private server."
    try:
        parts = urlsplit(url.strip())
        known = parts.scheme in schemes and parts.port != 0
    except ValueError as fault:
        raise EngineError(mend) from fault
    if not known:
        raise EngineError(mend)
    return parts


def _query(name: str, parts: SplitResult, allowed: set[str]) -> dict[str, str]:
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(set(options) - allowed):
        raise EngineError(f"{name} has the unknown option {unknown[0]!r}: take it out; known are {sorted(allowed)}.")
    return options


def postgres_settings(*, name: str, user: str, password: str, host: str, port: str, **options: str) -> dict[str, Any]:
    """Return Django's `DATABASES["default"]` for one PostgreSQL database; `options` go to libpq."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(options),
    }


def read_database_url(url: str) -> dict[str, Any]:
    """Return Django's `DATABASES["default"]` for a `postgres://` URL; raise EngineError for anything else."""
    parts = _split("DATABASE_URL", url, DATABASE_FORM, {"postgres", "postgresql"})
    options = _query("DATABASE_URL", parts, LIBPQ_OPTIONS)
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise EngineError(f"DATABASE_URL names no database: write it as {DATABASE_FORM}.")
    return postgres_settings(
        name=name,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=options.pop("host", unquote(parts.hostname or "")),
        port=str(parts.port or ""),
        **options,
    )


def _number(text: str) -> int:
    if not text.isdecimal():
        raise EngineError(f"REDIS_URL names the database {text!r}, which is no number: write it as {REDIS_FORM}.")
    return int(text)


def unix_redis(path: str, number: int = 0, login: str = "") -> tuple[str, str]:
    """Return (Celery's broker URL, Django's cache URL) of a Redis behind a socket: databases `number` and the next."""
    broker = f"redis+socket://{login}{quote(path)}?virtual_host={number}"
    return broker, f"unix://{login}{quote(path)}?db={number + 1}"


def read_redis_url(url: str, cache_url: str = "") -> tuple[str, str]:
    """Return (broker URL for Celery, cache URL for Django).

    The cache takes the database after the broker's, because clearing a cache empties its whole database. Where the
    server has one database only, `cache_url` (REDIS_CACHE_URL) names another server.
    """
    broker, cache = _redis_pair(url)
    return broker, _redis_pair(cache_url)[0] if cache_url else cache


def _redis_pair(url: str) -> tuple[str, str]:
    parts = _split("REDIS_URL", url, REDIS_FORM, {"redis", "rediss", "unix"})
    login = parts.netloc.rpartition("@")[0]
    login = f"{login}@" if login else ""
    if parts.scheme == "unix":
        options = _query("REDIS_URL", parts, {"db"})
        if not parts.path.strip("/"):
            raise EngineError(f"REDIS_URL names no socket: write it as {REDIS_FORM}.")
        return unix_redis(unquote(parts.path), _number(options.get("db", "0")), login)
    if not parts.hostname:
        raise EngineError(f"REDIS_URL names no host: write it as {REDIS_FORM}.")
    options = _query("REDIS_URL", parts, {"ssl_cert_reqs", "ssl_ca_certs", "ssl_certfile", "ssl_keyfile"})
    if parts.scheme == "rediss":
        # Without it kombu would accept any certificate.
        options.setdefault("ssl_cert_reqs", "required")
    number = _number(parts.path.strip("/") or "0")
    return _network_redis(parts, number, options), _network_redis(parts, number + 1, options)


def _network_redis(parts: SplitResult, number: int, options: dict[str, str]) -> str:
    query = f"?{urlencode(options, safe='/')}" if options else ""
    return f"{parts.scheme}://{parts.netloc}/{number}{query}"
