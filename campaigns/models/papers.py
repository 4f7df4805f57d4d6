"""Numbered papers: the invoice of a commission, tax receipts. Frozen once made, append-only in the database too."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class NumberSeries(models.Model):
    """The last number given in one series (`invoice:3:2026`, `tax_receipt:12:2026`): its row is the lock.

    A number is given in the transaction of the paper that bears it: a rollback gives it back, so there is no gap.
    """

    code = models.CharField(max_length=60, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("suite de numéros")
        verbose_name_plural = _("suites de numéros")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.last}"


class CommissionInvoice(models.Model):
    """The invoice of a campaign's commission. `content` is what it says, as it was said: never computed again."""

    campaign = models.OneToOneField("campaigns.Campaign", on_delete=models.PROTECT, related_name="invoice")
    territory = models.ForeignKey(
        "base.Territory", on_delete=models.PROTECT, related_name="+", verbose_name=_("territoire")
    )
    year = models.PositiveIntegerField(_("année"))
    number = models.PositiveIntegerField(_("rang"))
    reference = models.CharField(_("numéro"), max_length=40)
    issued_at = models.DateTimeField(_("du"))
    total_cents = models.PositiveBigIntegerField(_("total, taxe comprise"))
    vat_cents = models.PositiveBigIntegerField(_("dont TVA"))
    content = models.JSONField(_("contenu"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("facture de commission")
        verbose_name_plural = _("factures de commission")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["territory", "year", "number"], name="one_invoice_per_number"),
            models.CheckConstraint(condition=Q(total_cents__gt=0), name="invoice_of_something"),
            models.CheckConstraint(
                condition=Q(vat_cents__lt=models.F("total_cents")), name="invoice_vat_within_total"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class TaxReceipt(models.Model):
    """What an association attests of one gift. `content` holds the giver's name and address, as the law asks.

    It outlives the erasure of an identity: an issued receipt is kept six years (livre des procédures fiscales,
    article L. 102 B).
    """

    pledge = models.OneToOneField("campaigns.Pledge", on_delete=models.PROTECT, related_name="tax_receipt")
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="tax_receipts")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="tax_receipts"
    )
    year = models.PositiveIntegerField(_("année"))
    number = models.PositiveIntegerField(_("rang"))
    reference = models.CharField(_("numéro"), max_length=40)
    issued_at = models.DateTimeField(_("établi le"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    amount_cents = models.PositiveBigIntegerField(_("montant"))
    content = models.JSONField(_("contenu"))

    class Meta:
        verbose_name = _("reçu fiscal")
        verbose_name_plural = _("reçus fiscaux")
        ordering = ["organisation", "year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "number"], name="one_receipt_per_number")
        ]

    def __str__(self) -> str:
        return self.reference
