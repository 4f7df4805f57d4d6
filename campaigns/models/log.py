"""The log of both state machines and of changed rewards: append-only in the database too (`campaigns/triggers.py`)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class StateChange(models.Model):
    """One move of a campaign or of a pledge."""

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="changes")
    pledge = models.ForeignKey(
        "campaigns.Pledge", on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    before = models.CharField(_("avant"), max_length=20, blank=True)
    after = models.CharField(_("après"), max_length=20)
    at = models.DateTimeField(_("le"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("raison"), blank=True)

    class Meta:
        verbose_name = _("changement d’état")
        verbose_name_plural = _("changements d’état")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(before=models.F("after")), name="a_change_changes")
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class RewardChange(models.Model):
    """A backer took another reward for the same amount; None stands for no reward."""

    pledge = models.ForeignKey("campaigns.Pledge", on_delete=models.PROTECT, related_name="reward_changes")
    before = models.ForeignKey(
        "campaigns.RewardTier", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    after = models.ForeignKey(
        "campaigns.RewardTier", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("changement de contrepartie")
        verbose_name_plural = _("changements de contrepartie")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(before=models.F("after")) & (Q(before__isnull=False) | Q(after__isnull=False)),
                name="a_reward_change_changes",
            )
        ]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"
