"""Payments contested at the backer's bank."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns import wording
from campaigns.rules.status import PledgeState


class Dispute(models.Model):
    """One contest as last read from the provider, and what the pledge was before. Amount in cents, times UTC.

    `account` is the code of the books' account that bore it, to which the money comes back when the contest is
    rejected.
    """

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("en cours")
        WON = "won", _("rejetée")
        LOST = "lost", _("admise")

    gateway = models.CharField(_("prestataire"), max_length=20)
    remote_id = models.CharField(_("référence chez le prestataire"), max_length=120)
    pledge = models.ForeignKey(
        "campaigns.Pledge", on_delete=models.PROTECT, related_name="disputes", verbose_name=_("soutien")
    )
    amount_cents = models.PositiveBigIntegerField(_("montant"))
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.OPEN)
    before = models.CharField(
        _("état du soutien auparavant"),
        max_length=20,
        choices=[(state.value, wording.PLEDGE_LABELS[state]) for state in PledgeState],
    )
    account = models.CharField(_("compte"), max_length=60)
    opened_at = models.DateTimeField(_("ouverte le"))
    closed_at = models.DateTimeField(_("close le"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("contestation")
        verbose_name_plural = _("contestations")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["gateway", "remote_id"], name="one_row_per_dispute"),
        ]

    def __str__(self) -> str:
        return self.remote_id
