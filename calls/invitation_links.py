"""Links of an invitation: one says that it was opened, the other that nobody wants any more of them.

Neither gives a right. The second needs no row: it holds even when the call and its invitations are gone.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

PARAMETER = "invitation"

_opening = signing.Signer(salt="calls.invitation", sep="~")
_refusing = signing.Signer(salt="calls.invitation.refusal", sep="~")


@dataclass(frozen=True)
class Refuser:
    """Whoever holds a refusal link: a territory, and the digest of an address."""

    territory_id: int
    digest: str


def invitation_token(invitation_id: int) -> str:
    """Return what the call's address carries when it is read from an invitation."""
    return _opening.sign(str(invitation_id))


def invitation_number(token: str) -> int | None:
    """Return the invitation a token was made for, None when it was not made here."""
    try:
        return int(_opening.unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def refusal_path(refuser: Refuser) -> str:
    """Return the address, without host, where somebody says they no longer want to be invited."""
    return reverse(
        "calls:refuse_invitations", args=[_refusing.sign(f"{refuser.territory_id}.{refuser.digest}")]
    )


def refuser_of(token: str) -> Refuser | None:
    """Return who holds a refusal link, None when it was not made here."""
    try:
        territory, _dot, digest = _refusing.unsign(token).partition(".")
        return Refuser(int(territory), digest)
    except (signing.BadSignature, ValueError):
        return None
