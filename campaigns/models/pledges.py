"""Pledges: what one backer gives to one campaign."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns import wording
from campaigns.rules.offline import BANK
from campaigns.rules.rewards import LegalNature
from campaigns.rules.status import KEPT_STATES, PledgeState


class PledgeQuerySet(models.QuerySet["Pledge"]):
    """Reads of pledges."""

    def counted(self) -> PledgeQuerySet:
        """Pledges whose money is part of what the campaign gathered."""
        return self.filter(counted=True)

    def kept(self) -> PledgeQuerySet:
        """Pledges whose money sits in the campaign's `held` account."""
        return self.filter(status__in=KEPT_STATES)

    def overdue(self, *, at: datetime) -> PledgeQuerySet:
        """Reservations past their time, oldest first."""
        return self.filter(status=PledgeState.AWAITING_PAYMENT, reserved_until__lt=at).order_by(
            "reserved_until"
        )

    def for_receipts(self) -> PledgeQuerySet:
        """Everything a receipt or a list of pledges shows."""
        return self.select_related(
            "campaign__page",
            "campaign__territory",
            "campaign__organisation",
            "campaign__totals",
            "tier",
            "offline__counter",
        )


class Pledge(models.Model):
    """A promise of money, then money kept, then released or refunded. Amount in cents, never changed.

    `counted` says whether it is part of what the campaign gathered; `backer_key` tells people apart without
    naming them, so that identity may be erased and figures stay.
    """

    class BackerKind(models.TextChoices):
        """In whose name."""

        INDIVIDUAL = "individual", _("en mon nom")
        COLLECTIVE = "collective", _("pour un collectif")
        ORGANISATION = "organisation", _("pour une organisation")

    class ShownAs(models.TextChoices):
        """What the public reads."""

        NAME = "name", _("Afficher mon nom")
        ANONYMOUS = "anonymous", _("Rester anonyme")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission_key = models.CharField(max_length=64, unique=True, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="pledges")
    tier = models.ForeignKey(
        "campaigns.RewardTier", on_delete=models.PROTECT, null=True, blank=True, related_name="pledges"
    )
    amount_cents = models.PositiveBigIntegerField(_("montant"))
    legal_nature = models.CharField(
        _("nature"),
        max_length=20,
        choices=[(nature.value, wording.LEGAL_NATURES[nature]) for nature in LegalNature],
    )
    status = models.CharField(
        _("état"),
        max_length=20,
        choices=[(state.value, wording.PLEDGE_LABELS[state]) for state in PledgeState],
        default=PledgeState.AWAITING_PAYMENT.value,
        db_index=True,
    )
    counted = models.BooleanField(default=False, editable=False)
    # Whether a unit of the tier is kept for it: the tier's `claimed` is how many say so.
    holds_unit = models.BooleanField(default=False, editable=False)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="pledges"
    )
    backer_kind = models.CharField(max_length=20, choices=BackerKind, default=BackerKind.INDIVIDUAL)
    backer_name = models.CharField(_("nom"), max_length=120)
    organisation_name = models.CharField(_("organisation"), max_length=160, blank=True)
    backer_email = models.EmailField(_("adresse électronique"), blank=True)
    backer_key = models.CharField(max_length=64, editable=False)
    shown_as = models.CharField(max_length=10, choices=ShownAs, default=ShownAs.NAME)
    message = models.CharField(_("message"), max_length=280, blank=True)

    wants_tax_receipt = models.BooleanField(_("demande un reçu fiscal"), default=False)
    postal_address = models.CharField(
        _("adresse postale"),
        max_length=240,
        blank=True,
        help_text=_("Pour le reçu fiscal, ou pour écrire à qui n’a pas d’adresse électronique."),
    )

    gateway = models.CharField(max_length=20)
    charge_id = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    reserved_until = models.DateTimeField()
    created_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)

    objects = PledgeQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("soutien")
        verbose_name_plural = _("soutiens")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["campaign", "backer_key"], name="pledge_backer"),
            models.Index(fields=["status", "reserved_until"], name="pledge_reservation"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="pledge_amount_positive"),
            models.UniqueConstraint(
                fields=["gateway", "charge_id"], condition=~Q(charge_id=""), name="one_pledge_per_charge"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["awaiting_payment", "declined", "expired"]) | ~Q(charge_id=""),
                name="kept_money_has_a_charge",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} · {self.amount_cents}"

    @property
    def reference(self) -> str:
        """A short code people can read out on the telephone."""
        code = self.uuid.hex[:8].upper()
        return f"{code[:4]}-{code[4:]}"

    @property
    def is_offline(self) -> bool:
        """Whether its money is in the territory's own bank: what is given back is given by a person."""
        return self.gateway == BANK

    @property
    def is_written_to_by_post(self) -> bool:
        """Whether what concerns it is told on paper: its backer left no e-mail."""
        return not self.backer_email

    @property
    def shown_name(self) -> str:
        """The name the public reads."""
        if self.shown_as == self.ShownAs.ANONYMOUS:
            return str(wording.ANONYMOUS)
        return self.organisation_name or self.backer_name
