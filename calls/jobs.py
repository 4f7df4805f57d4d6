"""What the worker does for calls: remind who owes something, publish at the minute, tell, forget."""

from __future__ import annotations

from datetime import datetime, timedelta

from base.schedule import Job, register
from calls.services import publishing, reviewing
from calls.services.erasing import erase_applications
from calls.services.gathering import tell_about_calls
from calls.services.launching_together import launch_due
from calls.services.reminding import remind_draft_holders
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


def remind(at: datetime) -> str | None:
    """Remind the holders of drafts a week and two days before the closing."""
    drafts = remind_draft_holders(at=at)
    return f"{drafts} drafts" if drafts else None


def publish_decisions(at: datetime) -> str | None:
    """Publish the decisions whose moment has come."""
    done = publishing.publish_due(at=at)
    return f"{len(done)} publications" if done else None


def launch_promotions(at: datetime) -> str | None:
    """Launch together the campaigns of the promotions whose moment has come."""
    launched = launch_due(at=at)
    return f"{len(launched)} campaigns" if launched else None


def remind_jurors(at: datetime) -> str | None:
    """Write to jurors who owe reviews."""
    written = reviewing.remind_jurors(at=at)
    return f"{written} reminders" if written else None


register(Job("calls.tell_wishers", timedelta(minutes=10), tell_wishers))
register(Job("calls.forget_wishers", timedelta(days=1), forget_wishers))
register(Job("calls.erase", timedelta(days=1), erase))
register(Job("calls.remind", timedelta(minutes=30), remind))
register(Job("calls.publish_decisions", timedelta(minutes=1), publish_decisions))
register(Job("calls.launch_promotions", timedelta(seconds=10), launch_promotions))
register(Job("calls.remind_jurors", timedelta(hours=1), remind_jurors))
