"""What the worker does for calls: decisions published at their minute, jurors reminded."""

from datetime import datetime, timedelta

from base.schedule import Job, register
from calls.services import publishing, reviewing


def publish_decisions(at: datetime) -> str | None:
    """Publish the decisions whose moment has come."""
    done = publishing.publish_due(at=at)
    return f"{len(done)} publications" if done else None


def remind_jurors(at: datetime) -> str | None:
    """Write to jurors who owe reviews."""
    written = reviewing.remind_jurors(at=at)
    return f"{written} reminders" if written else None


register(Job("publish_decisions", timedelta(minutes=1), publish_decisions))
register(Job("remind_jurors", timedelta(hours=1), remind_jurors))
