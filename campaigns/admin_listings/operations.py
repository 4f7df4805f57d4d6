"""Calls to the provider, those that need a person first, each with its story."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.views import InspectView

from campaigns.admin_listings.shape import MoneyListing
from campaigns.models import PaymentOperation
from campaigns.rules.status import OperationState
from campaigns.views.finance.exports import Column, amount_of, moment_of
from campaigns.wording.finance import operation_story


class OperationView(InspectView):
    """One operation: what was asked, what was answered, what the books say, what to do."""

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
    list_display = ("purpose", "of_campaign", "kind", "state", "amount", "attempt", "problem", "next_try_at")
    list_filter = ("state", "kind", "campaign__territory")
    list_select_related = ("campaign__page",)
    search_fields = ("purpose", "remote_id", "charge_id", "problem")
    inspect_view_class = OperationView
    inspect_template_name = "campaigns/admin/finance/operation.html"
    inspect_view_fields = (
        "kind", "state", "campaign", "pledge", "attempt", "created_at", "next_try_at", "done_at", "problem",
        "gateway", "charge_id", "remote_id", "purpose", "uuid",
    )  # fmt: skip
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

    def in_full(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Load the campaign's title with each row."""
        return rows.select_related("campaign__page")
