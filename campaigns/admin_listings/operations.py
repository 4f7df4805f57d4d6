"""Calls to the provider, those that need a person first, each with its story."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from base.money_display import euros
from campaigns.admin_listings.shape import MoneyInspectView, MoneyListing, described
from campaigns.models import PaymentOperation
from campaigns.rules.status import OperationState
from campaigns.views.finance.exports import Column, amount_of, moment_of
from campaigns.wording.finance import operation_story


class OperationView(MoneyInspectView):
    """One operation: what was asked, what was answered, what the books say, what to do."""

    def get_page_subtitle(self) -> str:
        """What it moves."""
        return f"{self.instance.get_kind_display()} {euros(self.instance.amount_cents)}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add its story, its entries and the provider's lines about it."""
        operation: PaymentOperation = self.instance
        entries = operation.entries.select_related("debit", "credit", "movement")
        return super().get_context_data(
            story=operation_story(operation), entries=entries, operation=operation, **kwargs
        )


class OperationListing(MoneyListing):
    """Calls to the provider; those needing attention come first."""

    model = PaymentOperation
    menu_label = _("Opérations de paiement")
    menu_icon = "cogs"
    base_url_path = "operations"
    list_display = ("what", "of_campaign", "state", "amount", "attempt", "problem", "created")
    list_filter = ("state", "kind", "campaign__territory")
    list_select_related = ("campaign__page",)
    search_fields = ("purpose", "remote_id", "charge_id", "problem")
    inspect_view_class = OperationView
    inspect_template_name = "campaigns/admin/finance/operation.html"
    inspect_view_fields = (
        "kind", "state", "campaign", "pledge", "attempt", "created_at", "next_try_at", "done_at", "problem",
        "gateway", "charge_id", "remote_id", "purpose", "uuid",
    )  # fmt: skip
    field_labels = {
        "campaign": _("campagne"),
        "pledge": _("soutien"),
        "created_at": _("décidée le"),
        "next_try_at": _("prochain essai"),
        "done_at": _("faite le"),
        "purpose": _("raison d’être, unique"),
        "uuid": _("identifiant envoyé au prestataire"),
    }
    audited = "operations"
    exported = (
        Column(_("opération"), lambda row: row.purpose),
        Column(_("campagne"), lambda row: row.campaign.page.title),
        Column(_("nature"), lambda row: row.get_kind_display()),
        Column(_("état"), lambda row: row.get_state_display()),
        Column(_("montant (€)"), amount_of("amount_cents")),
        Column(_("essais"), lambda row: row.attempt),
        Column(_("problème"), lambda row: row.problem),
        Column(_("prestataire"), lambda row: row.gateway),
        Column(_("paiement rendu"), lambda row: row.charge_id),
        Column(_("référence chez le prestataire"), lambda row: row.remote_id),
        Column(_("décidée le"), moment_of("created_at")),
        Column(_("faite le"), moment_of("done_at")),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Put what needs a person first, then the last ones."""
        waits = When(state=OperationState.ATTENTION, then=Value(0))
        urgency = Case(waits, default=Value(1), output_field=IntegerField())
        return PaymentOperation.objects.annotate(urgency=urgency).order_by("urgency", "-pk")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """The same order for the list."""
        return ("urgency", "-pk")

    @described(_("nature"), order="kind")
    def what(self, row: PaymentOperation) -> str:
        """What is asked of the provider."""
        return row.get_kind_display()

    @described(_("décidée le"), order="created_at")
    def created(self, row: PaymentOperation) -> Any:
        """When it was decided."""
        return row.created_at

    def in_full(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Load the campaign's title with each row."""
        return rows.select_related("campaign__page")
