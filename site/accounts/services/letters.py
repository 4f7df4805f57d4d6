"""Asking that a letter about an organisation be written; the app that keeps the outbox answers."""

from __future__ import annotations

from typing import Any

from accounts.models import Organisation, User
from accounts.signals import letter_due
from base.models import Territory


def ask_letter(
    *,
    kind: str,
    recipient: str,
    purpose: str,
    organisation: Organisation,
    by: User,
    territory: Territory | None,
    user: User | None = None,
    **facts: Any,
) -> None:
    """Ask for one letter, inside the transaction of the fact it tells; `facts` hold no secret."""
    letter_due.send(
        sender=Organisation,
        kind=kind,
        recipient=recipient,
        user=user,
        purpose=purpose,
        territory=territory,
        facts={
            "organisation": organisation.name,
            "organisation_uuid": str(organisation.uuid),
            "by": by.public_name,
            **facts,
        },
    )
