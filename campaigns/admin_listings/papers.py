"""Invoices of commissions, as numbered; the papers themselves are front pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from base.money_display import exact_euros
from campaigns.admin_listings.shape import MoneyListing, described
from campaigns.models import CommissionInvoice
from campaigns.views.finance.exports import Column, amount_of, moment_of


class InvoiceListing(MoneyListing):
    """Invoices of commissions, in the order of their numbers; the accountant's file of a period is beside them."""

    model = CommissionInvoice
    menu_label = _("Factures")
    menu_icon = "doc-full"
    base_url_path = "factures"
    list_display = ("reference", "issued_at", "of_campaign", "total", "vat", "papers")
    list_filter = ("territory", "year")
    search_fields = ("reference", "campaign__page__title")
    ordering = ("-issued_at", "-pk")
    list_select_related = ("campaign__page",)
    index_template_name = "campaigns/admin/invoices.html"
    field_labels = {"campaign": _("campagne")}
    audited = "invoices"
    exported = (
        Column(_("numéro"), lambda row: row.reference),
        Column(_("émise le"), moment_of("issued_at")),
        Column(_("campagne"), lambda row: row.campaign.page.title),
        Column(_("total (€)"), amount_of("total_cents")),
        Column(_("dont TVA (€)"), amount_of("vat_cents")),
    )

    def in_full(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Load the campaign's title with each row."""
        return rows.select_related("campaign__page")

    @described(_("total"))
    def total(self, row: CommissionInvoice) -> str:
        """The commission, tax included."""
        return exact_euros(row.total_cents)

    @described(_("dont TVA"))
    def vat(self, row: CommissionInvoice) -> str:
        """The tax inside it."""
        return exact_euros(row.vat_cents)

    @described(_("papiers"))
    def papers(self, row: CommissionInvoice) -> SafeString:
        """The invoice itself, and the campaign's accounts."""
        return format_html(
            '<a href="{}">{}</a> · <a href="{}">{}</a>',
            reverse("campaigns:invoice_pdf", args=[row.campaign_id]),
            _("facture (PDF)"),
            reverse("campaigns:accounts", args=[row.campaign_id]),
            _("comptes"),
        )
