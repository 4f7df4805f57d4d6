"""What the worker does for calls: forget the applications whose time is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from base.schedule import Job, register
from calls.services.erasing import erase_applications


def erase(at: datetime) -> str | None:
    """Erase what is past its time."""
    count = erase_applications(at=at)
    return f"{count} applications" if count else None


register(Job("calls.erase", timedelta(days=1), erase))
