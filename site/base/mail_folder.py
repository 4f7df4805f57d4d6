"""E-mails written to a folder instead of being sent: one file per message, to open in any mail program."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9.=_-]+")


class EmailBackend(BaseEmailBackend):
    """Writes to `EMAIL_FILE_PATH`; a file bears its message's Message-ID and appears whole or not at all.

    A message sent twice is thus one file, as it is one message for a relay that remembers.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages and return how many."""
        folder = Path(str(getattr(settings, "EMAIL_FILE_PATH", "mail")))
        folder.mkdir(parents=True, exist_ok=True)
        for email in email_messages:
            message = email.message()
            name = NOT_IN_A_NAME.sub("-", str(message["Message-ID"]).strip("<>"))[:120]
            with tempfile.NamedTemporaryFile(dir=folder, prefix=".", suffix=".part", delete=False) as part:
                part.write(message.as_bytes())
            os.replace(part.name, folder / f"{name}.eml")
        return len(email_messages)
