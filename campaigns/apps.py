"""Declares the `campaigns` app: its jobs, its letters, the bank's events it listens to, its triggers."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """The `campaigns` app."""

    name = "campaigns"
    verbose_name = _("Campagnes")

    def ready(self) -> None:
        """Register what other layers call by name."""
        from wagtail.signals import task_rejected, workflow_cancelled

        from base.page_cache import register_boundary
        from campaigns import cards, jobs, notices, system_checks, workflow  # noqa: F401  (most register themselves)
        from campaigns.models import Campaign
        from campaigns.services import (  # noqa: F401  (they register their executors)
            asking_returns,
            changing_terms,
            closing_debts,
            correcting,
            releasing,
            voiding,
        )
        from campaigns.webhooks import take_demo_event
        from demo_bank.services import event_signed

        register_boundary(lambda at: Campaign.objects.next_deadline(at=at))
        cards.register_all()
        post_migrate.connect(reinstall_triggers, sender=self)
        task_rejected.connect(workflow.rejected, dispatch_uid="campaigns.workflow.rejected")
        workflow_cancelled.connect(workflow.cancelled, dispatch_uid="campaigns.workflow.cancelled")
        event_signed.connect(take_demo_event, dispatch_uid="campaigns.take_demo_event")


def reinstall_triggers(sender: Any, using: str, **kwargs: Any) -> None:
    """Put the append-only triggers back after a migration."""
    from django.db import connections

    from campaigns import triggers

    if "campaigns_ledgerentry" in connections[using].introspection.table_names():
        triggers.install(connections[using])
