"""The books: double entry, append-only (the database itself refuses UPDATE and DELETE, see `triggers.py`)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class LedgerAccount(models.Model):
    """An account of the books, known by its code: `provider`, `held:12`, `payable:12`, `commission`…"""

    code = models.CharField(max_length=60, unique=True)
    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, null=True, blank=True, related_name="accounts"
    )

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class LedgerEntryQuerySet(models.QuerySet["LedgerEntry"]):
    """Reads of the books."""

    def balance(self, code: str) -> int:
        """Return debits less credits of one account, in cents."""
        figures = self.aggregate(
            debit=Coalesce(Sum("amount_cents", filter=Q(debit__code=code)), 0),
            credit=Coalesce(Sum("amount_cents", filter=Q(credit__code=code)), 0),
        )
        return figures["debit"] - figures["credit"]

    def balances(self) -> dict[str, int]:
        """Return debits less credits of every account that has entries, by its code, in cents; two queries."""
        found: dict[str, int] = {}
        for side, sign in (("debit", 1), ("credit", -1)):
            rows = self.order_by().values_list(f"{side}__code").annotate(sum=Sum("amount_cents"))
            for code, amount in rows:
                found[code] = found.get(code, 0) + sign * amount
        return found


class LedgerEntry(models.Model):
    """One amount moving from the credited account to the debited one: balanced by its very shape.

    Entries of one business fact share `fact` (a settlement has two). Corrections are reversing entries: `corrects` is
    the entry that one reverses, which the database takes once; the entry that replaces it shares the correction's
    `fact`, the uuid of the decision.
    """

    class Kind(models.TextChoices):
        """What happened."""

        CHARGE = "charge", _("paiement reçu")
        LATE_CHARGE = "late_charge", _("paiement reçu trop tard")
        DECISION = "decision", _("campagne réussie")
        COMMISSION = "commission", _("commission")
        PAYOUT = "payout", _("versement au porteur")
        BANK_PAYOUT = "bank_payout", _("versement par la banque du territoire")
        REFUND = "refund", _("remboursement")
        DECISION_UNDONE = "decision_undone", _("versement impossible")
        COMMISSION_UNDONE = "commission_undone", _("commission rendue")
        REFUND_FAILED = "refund_failed", _("remboursement revenu")
        STRAY_CHARGE = "stray_charge", _("paiement en trop")
        STRAY_REFUND = "stray_refund", _("paiement en trop rendu")
        STRAY_REFUND_FAILED = "stray_back", _("paiement en trop revenu")
        DISPUTE = "dispute", _("paiement contesté")
        DISPUTE_WON = "dispute_won", _("contestation rejetée")
        DEBT_CLOSED = "debt_closed", _("remboursement par un autre moyen")
        FEE = "fee", _("frais du prestataire")
        WITHDRAWAL = "withdrawal", _("virement du prestataire vers la banque")
        CORRECTION = "correction", _("correction (écriture inverse)")
        REPLACEMENT = "replacement", _("écriture de remplacement")
        REVERSAL = "reversal", _("reprise sur un versement")
        RETURN = "return", _("soutien rendu par le porteur")
        RETURN_BACK = "return_back", _("soutien rendu, revenu")
        RETURN_KEPT = "return_kept", _("soutien rendu, à rendre autrement")
        RETURN_COVERS = "return_covers", _("contestation couverte par le porteur")

    fact = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    kind = models.CharField(_("nature"), max_length=20, choices=Kind)
    debit = models.ForeignKey(
        LedgerAccount, on_delete=models.PROTECT, related_name="debits", verbose_name=_("débit")
    )
    credit = models.ForeignKey(
        LedgerAccount, on_delete=models.PROTECT, related_name="credits", verbose_name=_("crédit")
    )
    amount_cents = models.PositiveBigIntegerField(_("montant"))
    territory = models.ForeignKey("base.Territory", on_delete=models.PROTECT, related_name="+")
    # None for what concerns no campaign: the provider's general fees, its transfers to our bank.
    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    pledge = models.ForeignKey(
        "campaigns.Pledge", on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    operation = models.ForeignKey(
        "campaigns.PaymentOperation", on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("corrige l’écriture"),
    )
    at = models.DateTimeField(_("le"))

    objects = LedgerEntryQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("écriture")
        verbose_name_plural = _("écritures")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="entry_amount_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="entry_moves_money"),
            models.CheckConstraint(
                condition=Q(kind="correction", corrects__isnull=False)
                | (~Q(kind="correction") & Q(corrects__isnull=True)),
                name="a_correction_reverses_an_entry",
            ),
            models.UniqueConstraint(
                fields=["pledge"],
                condition=Q(kind__in=["charge", "late_charge"]),
                name="one_charge_per_pledge",
            ),
            models.UniqueConstraint(
                fields=["campaign", "kind"],
                condition=Q(
                    kind__in=[
                        "decision",
                        "commission",
                        "payout",
                        "bank_payout",
                        "decision_undone",
                        "commission_undone",
                    ]
                ),
                name="settlement_entered_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_cents}: {self.credit_id} → {self.debit_id}"
