"""Declares the `base` app."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BaseConfig(AppConfig):
    """The `base` app."""

    name = "base"
    verbose_name = _("Socle")

    def ready(self) -> None:
        """Have the worker throw away old rate counters."""
        from base.rate_limits import forget_old_counters
        from base.schedule import Job, register

        register(
            Job(
                "base.rate_limits",
                dt.timedelta(hours=1),
                lambda at: f"{forget_old_counters(at=at)} forgotten",
            )
        )
