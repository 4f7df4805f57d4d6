"""What the worker does for calls: tell the authors of wishes, forget what is past its time."""

from __future__ import annotations

from datetime import datetime, timedelta

from base.schedule import Job, register
from calls.services.erasing import erase_applications
from calls.services.gathering import tell_about_calls
from calls.services.wishing import forget_addresses


def tell_wishers(at: datetime) -> str | None:
    """Write to the authors of wishes whose call is open or answered."""
    groups = tell_about_calls(at=at)
    return f"{groups} groups" if groups else None


def forget_wishers(at: datetime) -> str | None:
    """Empty the addresses that are no longer needed."""
    rows = forget_addresses(at=at)
    return f"{rows} addresses" if rows else None


def erase(at: datetime) -> str | None:
    """Erase the applications whose time is over."""
    count = erase_applications(at=at)
    return f"{count} applications" if count else None


register(Job("calls.tell_wishers", timedelta(minutes=10), tell_wishers))
register(Job("calls.forget_wishers", timedelta(days=1), forget_wishers))
register(Job("calls.erase", timedelta(days=1), erase))
