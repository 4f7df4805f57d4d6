"""Letters begun for the reader, who finishes and sends them from their own mail."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class BegunMessage:
    """A subject and a body, lines ending as Python writes them."""

    subject: str
    body: str

    def link(self, email: str) -> str:
        """Return the `mailto:` address that opens it, addressed to `email` (nobody when empty)."""
        body = self.body.replace("\n", "\r\n")
        return f"mailto:{quote(email, safe='@')}?subject={quote(self.subject, safe='')}&body={quote(body, safe='')}"
