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
        from notices import organisation_letters, security_letters
        from notices.services import forget_old_contexts, send_for_a_while

        organisation_letters.connect()
        security_letters.connect()

        # Twenty seconds of sending at most, then the other jobs have their turn.
        register(
            Job(
                "notices.send",
                dt.timedelta(seconds=5),
                lambda at: f"{send_for_a_while(at=at, seconds=20)} sent",
            )
        )
        register(
            Job("notices.forget", dt.timedelta(days=1), lambda at: f"{forget_old_contexts(at=at)} emptied")
        )
