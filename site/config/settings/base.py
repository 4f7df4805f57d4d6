"""Settings shared by every environment. Each value a territory may change is content, not a setting."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("TERREAU_VAR", ROOT / "var"))

INSTALLED_APPS = [
    "home",
    "search",
    "themes",
    "calls",
    "stories",
    "campaigns",
    "demo_bank",
    "notices",
    "accounts",
    "base",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtail_modeladmin",
    "taggit",
    "modelcluster",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "base.security.SecurityHeadersMiddleware",
    "base.uploads.RequestSizeMiddleware",
    "base.page_cache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "base.unfinished.UnfinishedPageMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "base.context.territory",
            ],
        },
    },
]

DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{VAR / 'terreau.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers go on while the one writer writes; IMMEDIATE takes the write lock at the start of a
    # transaction, so that two of them queue instead of failing half way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Without recursive triggers, « INSERT OR REPLACE » would delete a row of the books and wake no trigger.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("en", "English")]

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "site" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
# A web server does this in production; the site itself does when it is tried on one machine.
SERVE_MEDIA = False
# What people hand in: given out by views alone, after a question of rights. Never under the two folders above.
PRIVATE_ROOT = VAR / "private"
PRIVATE_FILE_MAX_BYTES = 10 * 1024 * 1024
PRIVATE_PICTURE_MAX_PIXELS = 20_000_000
# All the documents an organisation keeps, old versions included.
ORGANISATION_QUOTA_BYTES = 60 * 1024 * 1024
# No more of one file is written down, and no more of one request is read at all.
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
REQUEST_MAX_BYTES = 64 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "base.uploads.BoundedFileHandler",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Django's own cache holds rate counters of sign-in pages, Wagtail's look-ups and public pages for a minute at most.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    }
}
# Seconds between two writings of the visits that a process counts in memory; None: only when asked.
VISITS_WRITTEN_EVERY: int | None = 10

WAGTAIL_SITE_NAME = "Terreau"
# Addresses without accents: they are read aloud, copied into letters and shared.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_IMAGE_MODEL = "base.Image"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 20_000_000
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "docx", "xlsx", "txt", "csv", "mp4", "webm", "vtt"]
WAGTAILDOCS_CONTENT_TYPES = {"mp4": "video/mp4", "webm": "video/webm", "vtt": "text/vtt; charset=utf-8"}
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
# A campaign that is approved is not yet launched, and publishing a page is no verdict on it.
WAGTAIL_FINISH_WORKFLOW_ACTION = "campaigns.workflow.finish"
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
# Wagtail's own e-mails of a review would leave outside the outbox; the team finds what waits in « Ma semaine ».
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILADMIN_BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000")
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}
}
TAGGIT_CASE_INSENSITIVE = True
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "campaigns:my_pledges"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "signup": "accounts.forms.SignUpForm",
    "reset_password": "accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reauthenticate": "accounts.second_factor_forms.PasswordAgainForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_SESSION_REMEMBER = True
# How many of our own proxies stand in front: their entry of X-Forwarded-For is believed, no other.
ALLAUTH_TRUSTED_PROXY_COUNT = 0
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "5/m/ip,5/5m/key",
    "signup": "10/m/ip",
    "reset_password": "10/h/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "3/h/key",
}

# Whether the team must have a second factor. Only a demonstration may do without: a system check says so.
STAFF_SECOND_FACTOR = True
# Seconds for which a password or a code, once given, lets money move and personal data leave.
CONFIRMED_FOR = 15 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = CONFIRMED_FOR
# What seals the secrets of second factors, the newest first; the site's own key reads what it sealed before.
SECOND_FACTOR_KEYS = [key for key in os.environ.get("SECOND_FACTOR_KEYS", "").split(",") if key]
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp"]
MFA_FORMS = {
    "authenticate": "accounts.second_factor_forms.CodeForm",
    "reauthenticate": "accounts.second_factor_forms.CodeAgainForm",
    "activate_totp": "accounts.second_factor_forms.FirstCodeForm",
}
# Half minutes before and after the present one whose code opens: clocks of telephones drift.
MFA_TOTP_TOLERANCE = 1

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

PAYMENT_GATEWAY = os.environ.get("PAYMENT_GATEWAY", "demo")
# Where a form of ours may lead after a redirect, when it is not on this site: the payment page, and the page where a
# holder gives the provider what it asks.
PAYMENT_PAGE_HOSTS = {"stripe": ["https://checkout.stripe.com", "https://connect.stripe.com"]}.get(
    PAYMENT_GATEWAY, []
)
# Stripe's keys and the secrets of its two webhook addresses come from the environment and from nowhere else.
STRIPE_SECRET_KEY = os.environ.get("STRIPE_SECRET_KEY", "")
STRIPE_WEBHOOK_SECRET = os.environ.get("STRIPE_WEBHOOK_SECRET", "")
STRIPE_CONNECT_WEBHOOK_SECRET = os.environ.get("STRIPE_CONNECT_WEBHOOK_SECRET", "")
# Stripe answers 429 to more than 100 calls a second, 25 in a sandbox; 0 is no limit of ours.
STRIPE_CALLS_PER_SECOND = int(os.environ.get("STRIPE_CALLS_PER_SECOND", "20"))
# Only tests speak to another address than Stripe's own.
STRIPE_API_BASE = "https://api.stripe.com"

# Public pages: own origin only, nothing inline (quality of the policy is tested). The admin needs more.
PUBLIC_CSP = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "media-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF, *PAYMENT_PAGE_HOSTS],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
    "object-src": [NONE],
}
ADMIN_CSP = {
    "default-src": [SELF],
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [SELF],
    "object-src": [NONE],
}
# A preview is a public page inside a frame of the admin, with the admin's own bar on top.
PREVIEW_CSP = {
    **PUBLIC_CSP,
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:"],
    "frame-ancestors": [SELF],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": PUBLIC_CSP}
ADMIN_PREFIX = "/admin/"

# A mail server that hangs must not hold a page, nor a message past its lease.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("FROM_EMAIL", "Terreau <ne-pas-repondre@example.org>")

# The name of this installation in every idempotency key sent to a payment provider.
SITE_KEY = os.environ.get("SITE_KEY", "terreau")
# How long after a campaign's first charge its money may wait for an account to pay it to; everybody is refunded after.
# Stripe keeps money for 90 days: the rest is for refunding.
PAYOUT_WAIT_DAYS = int(os.environ.get("PAYOUT_WAIT_DAYS", "80"))
# Secret that signs the demonstration bank's events; a real provider's comes from the environment.
DEMO_BANK_SECRET = os.environ.get("DEMO_BANK_SECRET", "demo-bank-secret")
DEMO_GATEWAY_ALLOWED = False

SILENCED_SYSTEM_CHECKS: list[str] = []

# How long applications are kept after they were last touched, or decided: then `erase_applications` empties them.
# Accepted ones are never erased: their campaign rests on them.
APPLICATION_DRAFTS_KEPT_DAYS = 365
APPLICATION_REFUSED_KEPT_DAYS = 730
