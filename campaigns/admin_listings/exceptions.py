"""What went wrong with one payment: refunds that failed (debts), payments contested at the backer's bank."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from campaigns.admin_listings.shape import MoneyListing, described
from campaigns.models import Dispute, Pledge
from campaigns.rules.status import PledgeState
from campaigns.views.finance.exports import Column, amount_of, moment_of


class DebtListing(MoneyListing):
    """Refunds that failed: money still owed, the oldest first; each has its own screen with what can be done."""

    model = Pledge
    menu_label = _("Dettes")
    menu_icon = "warning"
    base_url_path = "dettes"
    own_screen = "finance:debt"
    list_display = ("debt", "of_campaign", "amount", "backer_name", "since")
    list_filter = ("campaign__territory",)
    search_fields = ("backer_name", "backer_email", "organisation_name", "uuid", "charge_id")
    list_select_related = ("campaign__page",)
    audited = "debts"
    names_people = True
    exported = (
        Column(_("référence"), lambda row: row.reference),
        Column(_("campagne"), lambda row: row.campaign.page.title),
        Column(_("montant (€)"), amount_of("amount_cents")),
        Column(_("nom"), lambda row: row.backer_name),
        Column(_("organisation"), lambda row: row.organisation_name),
        Column(_("adresse électronique"), lambda row: row.backer_email),
        Column(_("dette depuis le"), moment_of("failed_at")),
        Column(_("paiement chez le prestataire"), lambda row: row.charge_id),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Keep the debts, with when each became one."""
        since = Max("changes__at", filter=Q(changes__after=PledgeState.REFUND_FAILED))
        rows = Pledge.objects.filter(status=PledgeState.REFUND_FAILED).annotate(failed_at=since)
        return rows.order_by("failed_at", "pk")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """The same order for the list."""
        return ("failed_at", "pk")

    def in_full(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Load the campaign's title with each row."""
        return rows.select_related("campaign__page")

    @described(_("dette"))
    def debt(self, row: Pledge) -> str:
        """The pledge's reference, which leads to what can be done."""
        return row.reference

    @described(_("depuis le"), order="failed_at")
    def since(self, row: Any) -> Any:
        """When it became a debt."""
        return row.failed_at


class DisputeListing(MoneyListing):
    """Payments contested at the backer's bank, the last opened first."""

    model = Dispute
    menu_label = _("Contestations")
    menu_icon = "help"
    base_url_path = "contestations"
    list_display = ("pledge_reference", "of_campaign", "amount", "state", "bearer", "opened_at", "closed_at")
    list_filter = ("state", "gateway", "pledge__campaign__territory")
    search_fields = ("remote_id", "pledge__uuid", "pledge__charge_id")
    list_select_related = ("pledge__campaign__page",)
    inspect_view_fields = (
        "state", "pledge", "before", "account", "gateway", "remote_id", "opened_at", "closed_at",
    )  # fmt: skip
    audited = "disputes"
    exported = (
        Column(_("soutien"), lambda row: row.pledge.reference),
        Column(_("campagne"), lambda row: row.pledge.campaign.page.title),
        Column(_("montant (€)"), amount_of("amount_cents")),
        Column(_("état"), lambda row: row.get_state_display()),
        Column(_("compte qui porte la somme"), lambda row: row.account),
        Column(_("ouverte le"), moment_of("opened_at")),
        Column(_("close le"), moment_of("closed_at")),
        Column(_("référence chez le prestataire"), lambda row: row.remote_id),
    )

    def in_full(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Load the pledge and the campaign's title with each row."""
        return rows.select_related("pledge__campaign__page")

    @described(_("soutien"))
    def pledge_reference(self, row: Dispute) -> str:
        """The contested pledge."""
        return row.pledge.reference

    @described(_("portée par"))
    def bearer(self, row: Dispute) -> str:
        """Who bears the money until the answer: the campaign, or the platform once it is paid out."""
        return str(_("la campagne")) if row.account.startswith("held:") else str(_("la plateforme"))

    @described(_("campagne"))
    def of_campaign(self, row: Dispute) -> SafeString | str:
        """The campaign's title, leading to its accounts."""
        return super().of_campaign(row.pledge)
