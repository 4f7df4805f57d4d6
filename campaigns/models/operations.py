"""Calls to the payment provider, written down before they are made, and the provider's events, before they are read."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns import wording
from campaigns.rules.offline import BANK
from campaigns.rules.status import OperationState


class PaymentOperationQuerySet(models.QuerySet["PaymentOperation"]):
    """Reads of operations."""

    def due(self, *, at: datetime) -> PaymentOperationQuerySet:
        """What a worker may take at `at`: waiting, or sent by somebody who never came back.

        A payout whose account is not in order is not due: it waits, unless it was sent already. What the territory's
        own bank must pay is carried out by a person.
        """
        payable = Q(payout_account__payouts_enabled=True) | Q(state=OperationState.SENDING)
        return (
            self.filter(
                kind__in=[
                    kind for kind in PaymentOperation.Kind if kind != PaymentOperation.Kind.OPEN_PAYMENT
                ],
                state__in=[OperationState.PENDING, OperationState.SENDING],
                next_try_at__lte=at,
            )
            .exclude(gateway=BANK)
            .filter(Q(lease_until__isnull=True) | Q(lease_until__lte=at))
            .filter(~Q(kind=PaymentOperation.Kind.PAYOUT) | payable)
            .order_by("next_try_at", "pk")
        )

    def by_hand(self) -> PaymentOperationQuerySet:
        """What a person of finance must carry out: refunds and payouts from the territory's own bank, oldest first."""
        return self.filter(gateway=BANK, state=OperationState.PENDING).order_by("created_at", "pk")

    def refunds(self) -> PaymentOperationQuerySet:
        """What gives a charge back, whatever the reason."""
        return self.filter(kind__in=PaymentOperation.REFUNDS)


class PaymentOperation(models.Model):
    """One call to make at the provider, exactly once in effect (writing rules 1 to 3 of docs/money.md).

    `purpose` is unique: the same business fact can never ask twice. A row found `sending` is looked up at the
    provider before anything is sent again.
    """

    class Kind(models.TextChoices):
        """What to ask of the provider."""

        OPEN_PAYMENT = "open_payment", _("ouvrir une page de paiement")
        REFUND = "refund", _("rembourser")
        PAYOUT = "payout", _("verser au porteur")
        STRAY_REFUND = "stray_refund", _("rendre un paiement en trop")
        REVERSAL = "reversal", _("reprendre sur un versement")
        RETURN = "return", _("rendre ce que le porteur a rendu")

    REFUNDS = (Kind.REFUND, Kind.STRAY_REFUND, Kind.RETURN)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("nature"), max_length=20, choices=Kind)
    purpose = models.CharField(max_length=120, unique=True)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="operations")
    pledge = models.ForeignKey(
        "campaigns.Pledge", on_delete=models.PROTECT, null=True, blank=True, related_name="operations"
    )
    amount_cents = models.PositiveBigIntegerField(_("montant"))
    # Of a payout: where the money goes, frozen when it was decided.
    payout_account = models.ForeignKey(
        "campaigns.PayoutAccount", on_delete=models.PROTECT, null=True, blank=True, related_name="payouts"
    )
    # The charge to give back, for refunds; the transfer to take from, for a reversal.
    charge_id = models.CharField(_("paiement rendu"), max_length=120, blank=True)
    gateway = models.CharField(_("prestataire"), max_length=20)
    state = models.CharField(
        _("état"),
        max_length=12,
        choices=[(state.value, wording.OPERATION_LABELS[state]) for state in OperationState],
        default=OperationState.PENDING.value,
    )
    attempt = models.PositiveIntegerField(_("essais"), default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField()
    remote_id = models.CharField(_("référence chez le prestataire"), max_length=120, blank=True)
    # A payment page of Stripe carries some thousand characters behind its #.
    remote_url = models.URLField(max_length=2000, blank=True)
    problem = models.CharField(_("problème"), max_length=300, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    objects = PaymentOperationQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("opération de paiement")
        verbose_name_plural = _("opérations de paiement")
        ordering = ["next_try_at", "pk"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="operation_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "kind", "remote_id"],
                condition=~Q(remote_id=""),
                name="one_row_per_remote_object",
            ),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="operation_amount_positive"),
        ]

    def __str__(self) -> str:
        return self.purpose


class ProviderPace(models.Model):
    """How many calls a provider may still take now: a bucket of tokens shared by every worker, in thousandths."""

    gateway = models.CharField(max_length=20, unique=True)
    thousandths = models.BigIntegerField()
    filled_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.gateway}: {self.thousandths}"


class ProviderEvent(models.Model):
    """The inbox: an event as received, its signature verified; a later step re-reads the object it names."""

    gateway = models.CharField(max_length=20)
    event_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=120)
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("événement du prestataire")
        verbose_name_plural = _("événements du prestataire")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["gateway", "event_id"], name="one_row_per_event")]
        indexes = [models.Index(fields=["processed_at", "next_try_at"], name="event_due")]

    def __str__(self) -> str:
        return f"{self.gateway} {self.kind} {self.event_id}"
