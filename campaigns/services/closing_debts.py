"""Closing a debt that was paid by other means: an exception, that one person asks for and another one grants."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from base.private_files import CheckedUpload
from campaigns.models import Pledge

if TYPE_CHECKING:
    from accounts.models import User


def can_ask_to_close() -> bool:
    """Tell whether this site takes decisions of two people: without them no debt is closed by hand."""
    return False


def ask_to_close(*, pledge: Pledge, asked_by: User, reason: str, proof: CheckedUpload, at: datetime) -> None:
    """Ask for the decision « manual_refund »; once granted it calls `debts.close_debt`, `reason` being the proof."""
    raise NotImplementedError
