"""Declares the `base` app."""

import atexit
import datetime as dt

from django.apps import AppConfig
from django.conf import settings
from django.core.signals import request_finished
from django.utils.translation import gettext_lazy as _


class BaseConfig(AppConfig):
    """The `base` app."""

    name = "base"
    verbose_name = _("Socle")

    def ready(self) -> None:
        """Register the worker's jobs, what makes kept pages out of date, and the writing of visits."""
        from base import page_changes, private_files, system_checks, visits  # noqa: F401  # checks declare themselves
        from base.rate_limits import forget_old_counters
        from base.schedule import Job, register

        page_changes.connect()
        private_files.connect()
        if settings.VISITS_WRITTEN_EVERY is not None:
            request_finished.connect(visits.write_when_due, dispatch_uid="base.visits")
            atexit.register(visits.flush_visits)

        register(
            Job(
                "base.rate_limits",
                dt.timedelta(hours=1),
                lambda at: f"{forget_old_counters(at=at)} forgotten",
            )
        )
        register(
            Job(
                "base.visits",
                dt.timedelta(days=1),
                lambda at: f"{visits.forget_old_visits(at=at)} forgotten",
            )
        )
        register(
            Job(
                "base.private_files",
                dt.timedelta(hours=6),
                lambda at: f"{private_files.sweep_orphans(at=at)} orphans removed",
            )
        )
