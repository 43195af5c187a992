"""Settings. Everything that differs between machines comes from the environment; a value that makes no sense stops
the start with a sentence that says how to mend it."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from lms import engines, outgoing
from people.languages.rules import NAMES

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def flag(name: str) -> bool:
    value = os.environ.get(name, "0")
    if value not in {"0", "1", ""}:
        raise ImproperlyConfigured(f"{name}={value!r} makes no sense: set it to 1 or 0.")
    return value == "1"


def number(name: str, default: str) -> int:
    value = os.environ.get(name) or default
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name}={value!r} makes no sense: set it to a number, or unset it for {default}.")
    return int(value)


def listed(name: str, default: str) -> list[str]:
    return [part for part in os.environ.get(name, default).split(",") if part]


def address(name: str, default: str) -> str:
    value = os.environ.get(name) or default
    if not value.startswith(("http://", "https://")):
        raise ImproperlyConfigured(
            f"{name}={value!r} makes no sense: write it as https://host, the address that certificates lead to."
        )
    return value.rstrip("/")


def level(name: str, default: str) -> str:
    value = (os.environ.get(name) or default).upper()
    if value not in LEVELS:
        raise ImproperlyConfigured(f"{name}={value!r} makes no sense: set it to one of {', '.join(LEVELS)}.")
    return value


def secret_key() -> str:
    if given := os.environ.get("SECRET_KEY"):
        return given
    if not ENGINES.private:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set: give every web and worker process the same long random SECRET_KEY."
        )
    kept = VAR / "secret_key"
    if not kept.exists():
        _keep_secret(kept)
    return kept.read_text()


def _keep_secret(kept: Path) -> None:
    """Put a new key in place whole: processes that start together must not read a file that is still empty."""
    kept.parent.mkdir(exist_ok=True)
    fresh = kept.with_name(f"{kept.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(50))
    try:
        os.link(fresh, kept)
    except FileExistsError:
        pass  # another process was first; its key counts
    finally:
        fresh.unlink()


ENGINES = engines.addresses(BASE_DIR, os.environ)
DEMO = flag("DEMO")
DEBUG = flag("DEBUG")
SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = listed("SECRET_KEY_FALLBACKS", "")
PORT = number("PORT", "8000")
BASE_URL = address("BASE_URL", f"http://localhost:{PORT}")
ALLOWED_HOSTS = listed("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS", "")
TRUSTED_PROXIES = number("TRUSTED_PROXIES", "0")

INSTALLED_APPS = [
    "lms",
    "readiness",
    "certificates",
    "drills",
    "courses",
    "attempts",
    "content",
    "people",
    "outbox",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Compressed pages are padded by random lengths, so that their size tells nothing of the secrets in them.
    "django.middleware.gzip.GZipMiddleware",
    "lms.wire.Unchanged",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.languages.middleware.LanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.factors.gate.FactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lms.wire.Wire",
    "content.edge.StudioMiddleware",
    "content.hotlines.current.HotlinesHeader",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.context.house",
            ]
        },
    }
]

DATABASES = {"default": ENGINES.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENGINES.redis_cache}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["people.factors.backend.PersonBackend"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["employee_number", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Passkeys and codes by django-allauth, without its pages and without e-mail; signing in stays ours.
ACCOUNT_ADAPTER = "people.factors.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# By account: thirty clerks stand behind one address.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "people.factors.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
MFA_TOTP_ISSUER = "街燈學堂"
MFA_TOTP_TOLERANCE = 1
# Some roles may do nothing before they have a second factor (people/factors); only the demo lets them.
SECOND_FACTOR = not DEMO

CELERY_BROKER_URL = ENGINES.redis_broker
CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 0, "socket_connect_timeout": 0.5, "socket_timeout": 5}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Taipei"
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "outbox.sweep", "schedule": 2.0, "options": {"expires": 10}},
    "scan": {"task": "outbox.scan", "schedule": 60.0, "options": {"expires": 60}},
    "reconcile": {"task": "outbox.reconcile", "schedule": 24 * 3600.0, "options": {"expires": 3600}},
}

MAIL_URL = os.environ.get("MAIL_URL", "")
MAIL_SERVER = outgoing.mail_server(MAIL_URL)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL_SERVER else 'dummy'}.EmailBackend"
if MAIL_SERVER:
    EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER.tls, MAIL_SERVER.ssl
EMAIL_TIMEOUT = 8
OUR_HOST = urlsplit(BASE_URL).hostname or "localhost"
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM") or f"街燈學堂 <noreply@{OUR_HOST}>"
VAPID_PRIVATE_KEY = outgoing.vapid_key(os.environ.get("VAPID_PRIVATE_KEY", ""))
VAPID_SUBJECT = os.environ.get("VAPID_SUBJECT") or f"mailto:noreply@{OUR_HOST}"
PUSH_HOSTS = listed("PUSH_HOSTS", "fcm.googleapis.com,push.services.mozilla.com,push.apple.com,notify.windows.com")
PUSH_ANYWHERE = False  # for tests alone: a push service on this machine
LINE_API_URL = address("LINE_API_URL", "https://api.line.me")

LANGUAGE_CODE = "zh-hant"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = list(NAMES.items())
LANGUAGE_COOKIE_NAME = "language"
FORMAT_MODULE_PATH = "lms.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "Asia/Taipei"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [VAR / "built"]
MEDIA_URL = "/studio/media/"
MEDIA_ROOT = VAR / "media"
# Once `manage.py build_front` has gathered the static files, pages name them by their hashes.
COLLECTED = (STATIC_ROOT / "staticfiles.json").exists()
WHITENOISE_USE_FINDERS = not COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "lms.front.storage.Collected"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

WAGTAIL_SITE_NAME = "街燈學堂 Streetlight"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_LOGIN_URL = "/sign-in/"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES[:2]
WAGTAIL_FINISH_WORKFLOW_ACTION = "content.actions.approve.publish_approved"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/studio/"],
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": level("LOG_LEVEL", "INFO")},
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
