"""The secret of an invitation's link: never stored, made again from the invitation when the letter is written.

The database keeps a digest of it, by which a visitor's link is found. Whoever reads the database alone can make none.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.urls import reverse
from django.utils.crypto import salted_hmac

REMEMBERED = "invitation"
"""Where a visitor's session keeps the number of the invitation whose link was followed."""


def invitation_token(uuid: UUID | str) -> str:
    """Return the secret of an invitation."""
    return salted_hmac("accounts.invitation", str(uuid), algorithm="sha256").hexdigest()


def token_digest(token: str) -> str:
    """Return what the database keeps of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_path(uuid: UUID | str) -> str:
    """Return the address of an invitation, secret included."""
    return reverse("accounts:invitation_link", args=[invitation_token(uuid)])
