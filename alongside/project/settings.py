"""Settings. What differs between installations comes from the environment that ``alongside up`` prepares.

======================  ==============================================================================================
ALONGSIDE_PROCESS       web, worker, command or test: a process is given only the database roles it needs
ALONGSIDE_DATABASES     JSON {alias: {host, port, name, user, password}}
ALONGSIDE_SECRET_KEY    signs cookies and forms
ALONGSIDE_MODE          demo or real (shown only; the database itself knows and decides)
ALONGSIDE_LOOPBACK      1 on plain http at this machine's own address: cookies without the Secure mark
ALONGSIDE_HOSTS         further host names, separated by commas
ALONGSIDE_HER_NAME      what a woman's own pages are called ("My notes" unless given)
ALONGSIDE_HER_HOST      a host name for them alone
ALONGSIDE_HELP_LINES    a file with numbers to call, shown on her pages (project/help_lines.py)
ALONGSIDE_NOTE_LATE     after how many days a note says that it was written down late (7 unless given)
ALONGSIDE_NOTE_KEPT     for how many days a note that was begun and left is kept (14 unless given, 31 at most)
ALONGSIDE_REACH_OUT     every how many days somebody may reach out who was missed, until she says (7 unless given)
ALONGSIDE_ATTEMPTS      private folder in which web processes count attempts to sign in
ALONGSIDE_AGENCY_DOORS  JSON: agencies' own sign-in; the web server's alone (project/agency_doors.py)
ALONGSIDE_SMTP_URL      the mail server for letters to colleagues; the worker's alone (project/mail.py)
ALONGSIDE_MESSAGES      where messages to women are handed over; the worker's alone (project/way_out.py)
ALONGSIDE_MESSAGES_KEY  with which a gateway signs what it brings; the web server's alone
======================  ==============================================================================================
"""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from alongside.project import agency_doors, help_lines, mail

HERE = Path(__file__).resolve().parent.parent
PROCESS = os.environ.get("ALONGSIDE_PROCESS", "command")
LOOPBACK = os.environ.get("ALONGSIDE_LOOPBACK", "1") == "1"
MODE = os.environ.get("ALONGSIDE_MODE", "demo")
DEBUG = False
SECRET_KEY = os.environ.get("ALONGSIDE_SECRET_KEY", "")
if not SECRET_KEY:
    if PROCESS in ("web", "worker"):
        raise RuntimeError("ALONGSIDE_SECRET_KEY is not set; start with `make run` or `alongside up`")
    SECRET_KEY = os.urandom(32).hex()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, os.environ.get("ALONGSIDE_HOSTS", "").split(","))]

# From the lowest to the highest.
ROOMS = [f"alongside.{room}" for room in (
    "safekeeping", "recordkeeping", "wording", "instruments", "library", "agencies", "accounts", "families",
    "supervision", "consent", "enrolment", "goals", "services", "assessment", "care", "peers", "programmes",
    "reminders", "calendars", "childcare", "continuity", "intake", "afterwards", "culture", "evaluation", "stewardship",
)]  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    *ROOMS,
    "alongside.pages.design",
    "alongside.pages.public",
    "alongside.pages.worker",
    "alongside.pages.mother",
    "alongside.pages.partner",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "alongside.project.middleware.quiet_headers",
    "alongside.project.middleware.her_door",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "alongside.project.middleware.WholeSignIn",
]
ROOT_URLCONF = "alongside.project.urls"
WSGI_APPLICATION = "alongside.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "pages" / "public" / "templates"],  # ours before the sign-in library's own
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "alongside.pages.page.surroundings",
            ],
        },
    }
]
FORM_RENDERER = "alongside.pages.design.forms.CalmRenderer"

# --- database ---------------------------------------------------------------------------------------------------------


def _database(where: dict[str, Any], *, assume: str | None = None) -> dict[str, Any]:
    # Statements that come again keep their plan: what the policies add is mostly planning (docs/decisions/0010).
    options: dict[str, Any] = {"server_side_binding": True, "prepare_threshold": 5, **where.get("options", {})}
    if assume:
        options["assume_role"] = assume
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": where["host"],
        "PORT": str(where["port"]),
        "NAME": where["name"],
        "USER": where["user"],
        "PASSWORD": where["password"],
        "OPTIONS": options,
        "CONN_MAX_AGE": 600 if PROCESS == "web" else 0,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


_GIVEN: dict[str, dict[str, Any]] = json.loads(os.environ.get("ALONGSIDE_DATABASES", "{}"))
DATABASES: dict[str, dict[str, Any]] = {
    alias: _database(where, assume="alongside_owner" if alias == "owner" else None) for alias, where in _GIVEN.items()
}
if "default" not in DATABASES:
    DATABASES["default"] = {"ENGINE": "django.db.backends.dummy"}
DATABASE_ROUTERS = ["alongside.project.routing.Gate"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- sign-in ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "alongside.project.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "alongside.project.passwords.NotCommon"},
    {"NAME": "alongside.project.passwords.NotOnlyNumbers"},
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/account/enter/"
ACCOUNT_ADAPTER = "alongside.project.sign_in.AccountAdapter"
MFA_ADAPTER = "alongside.project.sign_in.SecondFactorAdapter"
SOCIALACCOUNT_ADAPTER = "alongside.project.agency_sign_in.AgencyAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_UID_MAX_LENGTH = 191
# Agencies whose people sign in at their own agency, by a short word each.
AGENCY_DOORS = agency_doors.handed(os.environ.get("ALONGSIDE_AGENCY_DOORS", "") if PROCESS == "web" else "")
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "5/m/ip,3/h/key",
    "set_up": "10/m/ip,10/h/key",
}
# Behind the https proxy, who tries to sign in is the last address it adds to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if LOOPBACK else 1
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# A passkey asks for a fingerprint, a face or a PIN on a device that is hers: two factors, and nothing to fish for.
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "activate_totp": "alongside.pages.public.forms.UseApp",
    "authenticate": "alongside.pages.public.forms.GiveCode",
    "authenticate_webauthn": "alongside.pages.public.forms.GivePasskey",
    "login_webauthn": "alongside.pages.public.forms.PasskeyAlone",
    "add_webauthn": "alongside.pages.public.forms.AddPasskey",
    "edit_webauthn": "alongside.pages.public.forms.NamePasskey",
}
ACCOUNT_FORMS = {
    "login": "alongside.pages.public.forms.SignIn",
    "change_password": "alongside.pages.public.forms.ChangePassword",
}
MFA_TOTP_ISSUER = "Alongside"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOOPBACK
MFA_TRUST_ENABLED = False
# A session of a person with the programme ends after so long without a click, and in any case after SESSION_LASTS.
SESSION_IDLE = timedelta(minutes=30)
SESSION_LASTS = timedelta(hours=10)
# A name that says nothing: a woman's device is taken to be watched.
TOKEN_COOKIE = "token" if LOOPBACK else "__Host-token"
# Django's own session serves the sign-in pages alone: its cookie is not even sent elsewhere.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_PATH = "/account/"
SESSION_COOKIE_AGE = 15 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # no cookie of ours outlives the browser, but for the chosen language
CSRF_COOKIE_AGE = None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOOPBACK
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "alongside.pages.public.views.form_too_old"
# Only counts of attempts to sign in are kept here. Web processes share them, or each would allow as many again.
ATTEMPTS = os.environ.get("ALONGSIDE_ATTEMPTS", "")
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": ATTEMPTS,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
    if PROCESS == "web" and ATTEMPTS
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
# One letter is ever sent, by the worker, to a colleague: "please sign in" (assessment/actions/calling.py). No address
# or link is written to a log instead of being sent.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
SMTP_URL = os.environ.get("ALONGSIDE_SMTP_URL", "") if PROCESS == "worker" else ""
LETTERS = bool(SMTP_URL)
# Where messages to women are handed over; empty: nothing ever leaves.
MESSAGES = os.environ.get("ALONGSIDE_MESSAGES", "") if PROCESS == "worker" else ""
MESSAGES_KEY = os.environ.get("ALONGSIDE_MESSAGES_KEY", "") if PROCESS == "web" else ""
if LETTERS:
    SERVER = mail.from_url(SMTP_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = SERVER.host, SERVER.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = SERVER.user, SERVER.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = SERVER.tls == "starttls", SERVER.tls == "tls"
    EMAIL_TIMEOUT = mail.PATIENCE
    DEFAULT_FROM_EMAIL = SERVER.sender

# What a woman's own pages are called, on screen and beside her passkey: words that could be anybody's ("My notes").
HER_NAME = os.environ.get("ALONGSIDE_HER_NAME", "")
# A host name of its own for them, under which nothing else is answered: then no address names the programme either.
HER_HOST = os.environ.get("ALONGSIDE_HER_HOST", "").lower()
if HER_HOST:
    ALLOWED_HOSTS.append(HER_HOST)
# Attempts at her door: by where they come from, and by the name that is tried, whether or not it is anybody's.
HER_RATE_LIMITS = {
    "sign_in": "30/m/ip,5/300s/key",
    "key": "30/m/ip",
    "start": "10/m/ip,30/h/ip",
    "hello": "6/m/ip,20/h/ip",
}

# A note says plainly after how many days it was written down when these are more than so many. Nobody is counted by it.
NOTE_LATE_AFTER_DAYS = int(os.environ.get("ALONGSIDE_NOTE_LATE", "7"))
# For so many days a note that somebody began and left is kept, for her alone; each night older ones are forgotten.
BEGUN_NOTES_KEPT_DAYS = int(os.environ.get("ALONGSIDE_NOTE_KEPT", "14"))
# Every so many days somebody is reminded to reach out to a woman whom we missed, unless she says how often herself.
REACH_OUT_EVERY_DAYS = int(os.environ.get("ALONGSIDE_REACH_OUT", "7"))

# Whom she can call when it cannot wait. A file that is not right is said at the start, not on her page.
HELP_LINES = help_lines.read(os.environ.get("ALONGSIDE_HELP_LINES", ""))

# Where "leave this page" goes: something anybody might be reading.
LEAVE_TO = os.environ.get("ALONGSIDE_LEAVE_TO", "https://www.theweathernetwork.com/")

# --- headers ----------------------------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 0 if LOOPBACK else 31536000
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- words, time, files -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr-ca", "Français")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = not LOOPBACK
LOCALE_PATHS = [HERE / "locale"]
FORMAT_MODULE_PATH = "alongside.locale"  # how the time is written in French Canada
USE_I18N = True
TIME_ZONE = os.environ.get("ALONGSIDE_TIME_ZONE", "America/Toronto")
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("ALONGSIDE_STATIC", HERE.parent / ".static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PROCESS == "web"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = PROCESS == "test"
DATA_UPLOAD_MAX_MEMORY_SIZE = 24 * 1024 * 1024  # a very long note must reach the form, to be answered kindly
# What is uploaded stays in memory and never lies on the disk in between; of more than this only the size is kept.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "alongside.pages.design.uploads.Counted",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
PROCRASTINATE_DATABASE_ALIAS = "default"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # each room keeps its jobs in jobs.py
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A failing page is logged by its request id alone (middleware): no names, no text, no addresses of people.
    # (A logger with no handler at all would write the whole traceback to the last resort of Python.)
    "loggers": {"django.request": {"handlers": ["nowhere"], "propagate": False}, "alongside": {"level": "INFO"}},
}
