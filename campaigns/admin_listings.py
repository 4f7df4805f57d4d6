"""Read-only listings of money in the admin: campaigns, pledges, ledger, operations. Nothing is edited here."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.sites import AdminSite
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup

from accounts.groups import EDITORS, FINANCE, MODERATORS, belongs
from base.audit import record
from base.money_display import euros, exact_euros
from campaigns.models import Campaign, CommissionInvoice, LedgerEntry, PaymentOperation, Pledge


class ReadOnly(PermissionHelper):
    """Lists and inspects for some groups; nobody adds, changes or deletes, not even a technical administrator."""

    groups: tuple[str, ...] = (FINANCE,)

    def user_can_list(self, user: Any) -> bool:
        """Tell whether the group may read."""
        return belongs(user, *self.groups)

    def user_has_any_permissions(self, user: Any) -> bool:
        """Show the menu entry to readers."""
        return self.user_can_list(user)

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        """Read one row."""
        return self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        """Never."""
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        """Never."""
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        """Never."""
        return False


class ReadByAllStaff(ReadOnly):
    """The same, for every staff group."""

    groups = (EDITORS, MODERATORS, FINANCE)


class MoneyListing(ModelAdmin):
    """What the listings share: inspection, no editing, amounts in euros."""

    inspect_view_enabled = True
    permission_helper_class = ReadOnly
    list_per_page = 50

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Filters on relations ask an admin site for their order; Django's own admin is not installed here.
        self.admin_site = AdminSite()

    def amount(self, row: Any) -> str:
        """The row's amount in euros."""
        return euros(row.amount_cents)

    amount.short_description = _("montant")  # type: ignore[attr-defined]


class CampaignListing(MoneyListing):
    """Campaigns with their state, each leading to its « Conditions »."""

    model = Campaign
    menu_label = _("Campagnes")
    menu_icon = "clipboard-list"
    base_url_path = "campagnes-liste"
    permission_helper_class = ReadByAllStaff
    list_display = ("terms", "status", "gathered", "threshold", "deadline", "attention")
    list_filter = ("status", "needs_attention", "territory")
    search_fields = ("page__title", "holder_name")
    list_select_related = ("page", "totals")

    def terms(self, row: Campaign) -> SafeString:
        """The title, as a link to the terms."""
        return format_html(
            '<a href="{}">{}</a>', reverse("campaign_terms", args=[row.page_id]), row.page.title
        )

    terms.short_description = _("campagne")  # type: ignore[attr-defined]

    def gathered(self, row: Campaign) -> str:
        """What is gathered."""
        return euros(row.gathered_cents)

    gathered.short_description = _("réuni")  # type: ignore[attr-defined]

    def attention(self, row: Campaign) -> str:
        """Why a person should look, empty when nobody needs to."""
        return (row.attention_reason or str(_("oui"))) if row.needs_attention else ""

    attention.short_description = _("à examiner")  # type: ignore[attr-defined]

    def threshold(self, row: Campaign) -> str:
        """The threshold."""
        return euros(row.threshold_cents)

    threshold.short_description = _("seuil")  # type: ignore[attr-defined]


class PledgeListing(MoneyListing):
    """Pledges by reference; finance reads identities, nobody else does."""

    model = Pledge
    menu_label = _("Soutiens")
    menu_icon = "pick"
    base_url_path = "soutiens-liste"
    list_display = ("reference", "campaign", "amount", "status", "backer_name", "created_at")
    list_filter = ("status", "campaign__territory")
    search_fields = ("backer_name", "backer_email", "organisation_name", "uuid")
    inspect_view_fields_exclude = ("submission_key", "backer_key")

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """Load the campaign's title with each row."""
        return super().get_queryset(request).select_related("campaign__page")

    def index_view(self, request: HttpRequest) -> HttpResponse:
        """List, leaving a line in the audit trail: names are read here."""
        if self.permission_helper.user_can_list(request.user):
            record("pledges.listed", actor=request.user, detail={"searched": bool(request.GET.get("q"))})
        return super().index_view(request)

    def inspect_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        """Show one pledge, leaving a line in the audit trail: its backer's address is read here."""
        pledge = Pledge.objects.filter(pk=instance_pk).first() if instance_pk.isdecimal() else None
        if pledge and self.permission_helper.user_can_inspect_obj(request.user, pledge):
            record("pledge.inspected", actor=request.user, subject=pledge)
        return super().inspect_view(request, instance_pk)


class EntryListing(MoneyListing):
    """The ledger, as written."""

    model = LedgerEntry
    menu_label = _("Livres")
    menu_icon = "table"
    base_url_path = "livres"
    list_display = ("pk", "at", "kind", "debit", "credit", "amount", "campaign")
    list_filter = ("kind", "territory", "campaign")
    ordering = ("-pk",)

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """Load accounts and titles with each row."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.select_related("debit", "credit", "campaign__page")


class InvoiceListing(MoneyListing):
    """Invoices of commissions, in the order of their numbers; the accountant's file of a period is beside them."""

    model = CommissionInvoice
    menu_label = _("Factures")
    menu_icon = "doc-full"
    base_url_path = "factures"
    list_display = ("reference", "issued_at", "campaign", "total", "vat", "papers")
    list_filter = ("territory", "year")
    search_fields = ("reference", "campaign__page__title")
    ordering = ("-issued_at", "-pk")
    list_select_related = ("campaign__page",)
    index_template_name = "campaigns/admin/invoices.html"

    def total(self, row: CommissionInvoice) -> str:
        """The commission, tax included."""
        return exact_euros(row.total_cents)

    total.short_description = _("total")  # type: ignore[attr-defined]

    def vat(self, row: CommissionInvoice) -> str:
        """The tax inside it."""
        return exact_euros(row.vat_cents)

    vat.short_description = _("dont TVA")  # type: ignore[attr-defined]

    def papers(self, row: CommissionInvoice) -> SafeString:
        """The invoice itself, and the campaign's accounts."""
        return format_html(
            '<a href="{}">{}</a> · <a href="{}">{}</a>',
            reverse("campaigns:invoice_pdf", args=[row.campaign_id]),
            _("facture (PDF)"),
            reverse("campaigns:accounts", args=[row.campaign_id]),
            _("comptes"),
        )

    papers.short_description = _("papiers")  # type: ignore[attr-defined]


class OperationListing(MoneyListing):
    """Calls to the provider, those needing attention in the filter."""

    model = PaymentOperation
    menu_label = _("Opérations de paiement")
    menu_icon = "cogs"
    base_url_path = "operations"
    list_display = ("purpose", "kind", "state", "amount", "attempt", "problem", "next_try_at")
    list_filter = ("state", "kind", "campaign__territory")
    search_fields = ("purpose", "remote_id")
    ordering = ("-pk",)


class MoneyGroup(ModelAdminGroup):
    """The « Argent » menu, which an editor sees with campaigns only."""

    menu_label = _("Argent")
    menu_icon = "success"
    menu_order = 300
    items = (CampaignListing, PledgeListing, EntryListing, InvoiceListing, OperationListing)
