"""The only wiring: rooms, doors, database, language, security. An office changes it by environment variables alone.

`CHIAKHOA_DATA` data folder (./data) · `DATABASE_URL` PostgreSQL instead of SQLite · `CHIAKHOA_HOSTS` further host
names, comma between · `CHIAKHOA_TODAY` a frozen day, practice folders only; else that of the folder's file `today`
· `CHIAKHOA_HTTPS` 1 behind HTTPS · `CHIAKHOA_OFFICE` 1 makes a new folder one of real households; an old one stays
what it is.
"""

from __future__ import annotations

import os
from pathlib import Path

import fontpkg
from csp.constants import NONE, SELF

from chiakhoa.config.databases import database
from chiakhoa.config.folder import is_practice, own_day, prepare, secret_key

DATA = Path(os.environ.get("CHIAKHOA_DATA", "data")).resolve()
prepare(DATA, practice=os.environ.get("CHIAKHOA_OFFICE") != "1")
PRACTICE = is_practice(DATA)
SECRET_KEY = secret_key(DATA)
FROZEN_DAY = own_day(DATA, os.environ.get("CHIAKHOA_TODAY", ""))

DEBUG = False
HTTPS = os.environ.get("CHIAKHOA_HTTPS") == "1"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, os.environ.get("CHIAKHOA_HOSTS", "").split(","))]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "chiakhoa.foundation.audit",
    "chiakhoa.foundation.places",
    "chiakhoa.foundation.access",
    "chiakhoa.foundation.lawbook",
    "chiakhoa.foundation.registry",
    "chiakhoa.review.survey",
    "chiakhoa.review.assessment",
    "chiakhoa.doors.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "chiakhoa.doors.web.middleware.ClockMiddleware",
    "chiakhoa.doors.web.middleware.ReaderMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "chiakhoa.doors.web.middleware.ViewerMiddleware",
    "chiakhoa.doors.web.middleware.PrivacyMiddleware",
    "chiakhoa.doors.web.middleware.SizeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "chiakhoa.doors.web.accounts.gate.GateMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "chiakhoa.config.urls"
WSGI_APPLICATION = "chiakhoa.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "chiakhoa.doors.web.context.page",
            ],
        },
    },
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATA / "uploads"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "attempts"}}

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "chiakhoa.doors.web.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "chiakhoa.doors.web.accounts.passwords.UnlikeTheName",
        "OPTIONS": {"user_attributes": ("username", "full_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "chiakhoa.doors.web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "5/5m/key"}
MFA_ADAPTER = "chiakhoa.doors.web.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Chìa Khóa"
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_SECURE = HTTPS
SIGNING_KEYS = DATA / "keys"

TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English"), ("id", "Bahasa Indonesia")]
LANGUAGE_COOKIE_NAME = "language"
FORMAT_MODULE_PATH = "chiakhoa.doors.web.formats"
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATICFILES_DIRS = [("fonts", fontpkg.path("Be Vietnam Pro").parent)]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
UPLOAD_LIMIT_MB = 40

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "chiakhoa.doors.web.mishaps.csrf_failed"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING"}},
}
