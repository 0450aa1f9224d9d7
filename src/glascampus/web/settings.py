"""Settings, all from the environment; each is explained in docs/howto/settings.md and checked at start."""

from __future__ import annotations

import os
import sys
from pathlib import Path

try:  # Before Django asks for sqlite3: Python's own may carry the WAL bug of SQLite 3.7.0 to 3.51.2.
    import pysqlite3

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
except ImportError:  # no wheel for this machine: /health/ says so
    pass

from glascampus.web import environment as env

ROOT = Path(__file__).resolve().parents[3]
DATA = env.data_directory()
SECRET_KEY = env.secret_key(DATA)
SECRET_KEY_FALLBACKS = env.older_keys(DATA)
LINK_KEY = env.link_key(DATA, SECRET_KEY)
DEBUG = False
ALLOWED_HOSTS = env.hosts()
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in {"*", "localhost", "127.0.0.1"}]

INSTALLED_APPS = [
    "glascampus.commons.roll",
    "glascampus.commons.campuses",
    "glascampus.commons.journal",
    "glascampus.commons.outbox",
    "glascampus.commons.roles",
    "glascampus.commons.legal",
    "glascampus.commons.editorial",
    "glascampus.commons.sites",
    "glascampus.commons.organisations",
    "glascampus.commons.people",
    "glascampus.commons.machines",
    "glascampus.commons.monday",
    "glascampus.commons.desk",
    "glascampus.commons.intake",
    "glascampus.stations.needs",
    "glascampus.stations.curriculum",
    "glascampus.stations.courses",
    "glascampus.stations.bookings",
    "glascampus.stations.credentials",
    "glascampus.stations.impact",
    "glascampus.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth.account",  # password, stages of signing in, limits; none of its pages
    "allauth.mfa",  # second factor
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "glascampus.web.middleware.headers",
    "glascampus.web.api.door.programs",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "glascampus.web.middleware.campus_of_host",
    "glascampus.web.middleware.refusals",
]
ROOT_URLCONF = "glascampus.web.urls"
WSGI_APPLICATION = "glascampus.web.wsgi.application"
AUTH_USER_MODEL = "roles.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "glascampus.web.context.house",
            ],
            "builtins": [
                "glascampus.web.templatetags.addresses",
                "glascampus.web.templatetags.amounts",
                "glascampus.web.templatetags.drawn",
                "glascampus.web.templatetags.lists",
                "glascampus.web.templatetags.menus",
                "glascampus.web.templatetags.moments",
                "glascampus.web.templatetags.texts",
                "glascampus.web.templatetags.threads",
                "django.templatetags.i18n",
            ],
        },
    }
]
DATABASES = {"default": env.database(DATA)}
CACHES = {  # what limits guessing is counted here, for all web processes together; pages are kept elsewhere
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "roles_limits",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
USE_I18N = USE_TZ = True
TIME_ZONE = os.environ.get("TZ") or "Europe/Berlin"

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "build" / "static"
STATICFILES_DIRS: list[Path | tuple[str, Path]] = (
    [ROOT / "build" / "font"] if (ROOT / "build" / "font").is_dir() else []
)
STATICFILES_DIRS += [("handbook", ROOT / "docs" / "pictures")]  # what the pages under /hilfe/ show
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": env.static_storage(STATIC_ROOT)},
}
MEDIA_ROOT = DATA / "media"
WHITENOISE_MAX_AGE = 3600
WHITENOISE_INDEX_FILE = False

API_PER_MINUTE = env.api_per_minute()  # requests of one token
PAGE_CACHE_PAGES, PAGE_CACHE_BYTES = 500, 32_000_000  # public pages kept ready in each web process

EMAIL_IS_SET = bool(os.environ.get("EMAIL_URL"))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
globals().update(env.email(os.environ.get("EMAIL_URL", "")))
DEFAULT_FROM_EMAIL = os.environ.get("CAMPUS_MAIL_FROM", "campus@localhost")
EMAIL_TIMEOUT = 20
DKIM = env.dkim(DATA)
BOUNCES = os.environ.get("CAMPUS_BOUNCES", "")  # a mailbox (mbox file or Maildir) with reports of undelivered mail

SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.behind_https()
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.behind_https() else None
SECURE_SSL_REDIRECT = False  # the proxy redirects; a health check on loopback speaks plain HTTP
SECURE_HSTS_SECONDS = 31_536_000 if env.behind_https() else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.behind_https()
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "glascampus.web.pages.errors.csrf_failed"
LOGIN_URL = LOGIN_REDIRECT_URL = "web:sign_in"
ACCOUNT_ADAPTER, MFA_ADAPTER = "glascampus.web.signing_in.Accounts", "glascampus.web.signing_in.Factors"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS, ACCOUNT_SIGNUP_FIELDS, ACCOUNT_EMAIL_VERIFICATION = {"email"}, ["email*"], "none"
ACCOUNT_RATE_LIMITS = {"request_link": "20/m/ip,60/h/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES, MFA_TOTP_TOLERANCE = ["totp", "recovery_codes"], 1
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
UPLOAD_MOST_BYTES = 10_000_000  # all files of one request together
FILE_UPLOAD_HANDLERS = [
    "glascampus.web.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # the headers middleware says frame-ancestors 'none' and X-Frame-Options
    "security.W008",
    "security.W004",
    "security.W005",
    "security.W021",
    "security.W012",
    "security.W016",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "glascampus.web.logs.Discreet", "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
