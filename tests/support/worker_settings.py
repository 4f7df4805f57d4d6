"""Settings of a worker that a test starts as a process of its own, on the test's database.

The environment says where: `DATABASE_URL`, `TERREAU_VAR`, and `SINK_PORT` or else a folder for the e-mails. With the
`settings()` of a fake of Stripe and `PAYMENT_GATEWAY=stripe` in it, the worker speaks to that fake.
"""

import os

from config.settings.test import *  # noqa: F403

EMAIL_FILE_PATH = VAR / "mail"  # noqa: F405
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ.get("SINK_PORT", "0"))
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_PORT else "base.mail_folder.EmailBackend"
)
STRIPE_API_BASE = os.environ.get("STRIPE_API_BASE", STRIPE_API_BASE)  # noqa: F405
