"""Settings of `make run`: embedded database, e-mails written to a folder, demonstration bank."""

from .base import *  # noqa: F403

# Off unless asked for: people who try the site should meet its own pages, errors included.
DEBUG = os.environ.get("DEBUG") == "1"  # noqa: F405
SERVE_MEDIA = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
SECRET_KEY = "development-only-key-never-used-in-production-0123456789"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
DEMO_GATEWAY_ALLOWED = True
# People try the demonstration's accounts in turn; STAFF_SECOND_FACTOR=1 shows what a real team meets.
STAFF_SECOND_FACTOR = os.environ.get("STAFF_SECOND_FACTOR") == "1"  # noqa: F405
EMAIL_BACKEND = "base.mail_folder.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"  # noqa: F405
WAGTAILADMIN_BASE_URL = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  (whitenoise looks for it)
