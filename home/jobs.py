"""What the worker does for pages of every kind: publishing and expiring them at their time."""

from datetime import datetime, timedelta

from django.core.management import call_command

from base.schedule import Job, register


def publish_scheduled(at: datetime) -> None:
    """Publish the pages whose hour has come and retire those whose time is over (Wagtail's own command)."""
    call_command("publish_scheduled")


register(Job("publish_scheduled", timedelta(seconds=20), publish_scheduled))
