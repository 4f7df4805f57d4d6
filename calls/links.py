"""Secret links of calls: the one by which somebody enters a jury, made from its invitation and never kept."""

from __future__ import annotations

import hashlib

from django.urls import reverse
from django.utils.crypto import salted_hmac


def join_token(invitation_id: int) -> str:
    """Return the secret of an invitation; only who knows the site's own key can make it."""
    return salted_hmac("calls.jury_invitation", str(invitation_id), algorithm="sha256").hexdigest()


def token_digest(token: str) -> str:
    """Return the sum by which a secret is recognised."""
    return hashlib.sha256(token.encode()).hexdigest()


def join_path(invitation_id: int) -> str:
    """Return the address where an invitation is accepted, without host."""
    return reverse("calls:jury_join", args=[join_token(invitation_id)])
