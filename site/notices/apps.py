"""Declares the `notices` app."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """The `notices` app."""

    name = "notices"
    verbose_name = _("Messages")

    def ready(self) -> None:
        """Have the worker send what waits, and forget what is old."""
        from base.schedule import Job, register
        from notices.services import forget_old_contexts, send_due_notices

        register(Job("notices.send", dt.timedelta(seconds=20), lambda at: f"{send_due_notices(at=at)} sent"))
        register(
            Job("notices.forget", dt.timedelta(days=1), lambda at: f"{forget_old_contexts(at=at)} emptied")
        )
