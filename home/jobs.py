"""What the worker does for pages of every kind: publishing and expiring them at their time."""

from datetime import datetime, timedelta

from django.core.management import call_command

from base.schedule import Job, register
from home.services import newsletters, publishing, showings, subscribing


def publish_scheduled(at: datetime) -> str | None:
    """Publish the pages whose hour has come and retire those whose time is over (Wagtail's own command)."""
    held = publishing.hold_unfinished(at=at)
    call_command("publish_scheduled")
    return f"{held} held back" if held else None


def record_showings(at: datetime) -> str | None:
    """Keep what front pages and themes show at this minute."""
    changed = sum(showings.record_showings(page=page, at=at) for page in showings.pages_to_watch())
    return f"{changed} changed" if changed else None


def forget_departed(at: datetime) -> str:
    """Erase the addresses of people who left, or never confirmed, a month ago."""
    return f"{subscribing.forget_departed(at=at)} erased"


register(Job("publish_scheduled", timedelta(seconds=20), publish_scheduled))
register(Job("showings", timedelta(minutes=1), record_showings))
register(Job("newsletters", timedelta(seconds=20), lambda at: newsletters.send_newsletters(at=at)))
register(Job("subscriptions.forget", timedelta(days=1), forget_departed))
