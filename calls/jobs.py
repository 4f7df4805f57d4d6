"""What the worker does for calls: remind those whose draft is still one."""

from __future__ import annotations

from datetime import datetime, timedelta

from base.schedule import Job, register
from calls.services.reminding import remind_draft_holders


def remind(at: datetime) -> str | None:
    """Remind the holders of drafts a week and two days before the closing."""
    drafts = remind_draft_holders(at=at)
    return f"{drafts} drafts" if drafts else None


register(Job("calls.remind", timedelta(minutes=30), remind))
