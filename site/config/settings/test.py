"""Settings of the test suite: quick password hashing, mail in memory, plain static files."""

from .base import *  # noqa: F403

DEBUG = False
SERVE_MEDIA = True
SECRET_KEY = "test-only-key-0123456789-0123456789-0123456789-0123456789"
ALLOWED_HOSTS = ["*"]
DEMO_GATEWAY_ALLOWED = True
STAFF_SECOND_FACTOR = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
VISITS_WRITTEN_EVERY = None
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WAGTAILADMIN_BASE_URL = "http://testserver"
INSTALLED_APPS += ["zeal"]  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  (whitenoise looks for it)
