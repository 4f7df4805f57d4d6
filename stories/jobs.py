"""What the worker does for events: remind those who come, and forget those who came."""

from __future__ import annotations

from datetime import datetime, timedelta

from base.schedule import Job, register
from stories.services.registering import forget_registered, remind_registered


def remind(at: datetime) -> str | None:
    """Remind the people of the dates of the next two days."""
    dates = remind_registered(at=at)
    return f"{dates} dates" if dates else None


def forget(at: datetime) -> str | None:
    """Empty the names and addresses of old registrations."""
    rows = forget_registered(at=at)
    return f"{rows} registrations" if rows else None


register(Job("stories.remind", timedelta(minutes=10), remind))
register(Job("stories.forget", timedelta(days=1), forget))
