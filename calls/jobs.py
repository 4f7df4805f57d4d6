"""What the worker does for calls: remind those whose draft is still one, forget what is past its time."""

from __future__ import annotations

from datetime import datetime, timedelta

from base.schedule import Job, register
from calls.services.erasing import erase_applications
from calls.services.reminding import remind_draft_holders


def remind(at: datetime) -> str | None:
    """Remind the holders of drafts a week and two days before the closing."""
    drafts = remind_draft_holders(at=at)
    return f"{drafts} drafts" if drafts else None


def erase(at: datetime) -> str | None:
    """Erase what is past its time."""
    count = erase_applications(at=at)
    return f"{count} applications" if count else None


register(Job("calls.remind", timedelta(minutes=30), remind))
register(Job("calls.erase", timedelta(days=1), erase))
