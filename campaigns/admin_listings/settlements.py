"""Campaigns whose deadline has come: what was decided, what is paid, what is still to give back."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from base import clock
from base.money_display import euros
from campaigns.admin_listings.shape import MoneyListing, described
from campaigns.models import Campaign
from campaigns.rules.settlement import settlement_plan
from campaigns.rules.status import CampaignState
from campaigns.services.progress import with_refunds
from campaigns.views.finance.exports import Column, amount_of, in_euros, moment_of


def payout_cents(row: Campaign) -> int | None:
    """What the holder of a funded campaign receives; None for the others."""
    if row.outcome != "funded":
        return None
    return settlement_plan(
        gathered_cents=row.decided_cents or 0,
        threshold_cents=row.threshold_cents,
        commission_bps=row.commission_bps,
    ).payout_cents


class WhereItStands(SimpleListFilter):
    """What is left to do."""

    title = _("où elle en est")
    parameter_name = "ou"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The three places a campaign past its deadline may be in."""
        return [
            ("attendues", _("échéance passée, pas dénouée")),
            ("en-cours", _("versement ou remboursements en cours")),
            ("finies", _("tout est versé ou remboursé")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        """Keep the campaigns of the place asked for."""
        if self.value() == "attendues":
            return queryset.awaiting_outcome(at=clock.now())
        if self.value() == "en-cours":
            return queryset.filter(
                status__in=[CampaignState.FUNDED, CampaignState.UNFUNDED, CampaignState.CANCELLED]
            )
        if self.value() == "finies":
            return queryset.filter(status__in=[CampaignState.SETTLED, CampaignState.REFUNDED])
        return None


class SettlementListing(MoneyListing):
    """Campaigns due, being settled or settled; each leads to its accounts."""

    model = Campaign
    menu_label = _("Dénouements")
    menu_icon = "tasks"
    base_url_path = "denouements"
    own_screen = "finance:ledger"
    list_display = ("accounts", "status", "deadline", "decided", "gathered", "payout", "refunds", "attention")
    list_filter = (WhereItStands, "outcome", "needs_attention", "territory")
    search_fields = ("page__title", "holder_name")
    list_select_related = ("page", "totals")
    audited = "settlements"
    exported = (
        Column(_("campagne"), lambda row: row.page.title),
        Column(_("territoire"), lambda row: row.territory.name),
        Column(_("porteur"), lambda row: row.holder_name),
        Column(_("état"), lambda row: row.get_status_display()),
        Column(_("échéance"), moment_of("deadline")),
        Column(_("dénouée le"), moment_of("decided_at")),
        Column(_("issue"), lambda row: row.get_outcome_display()),
        Column(_("recueilli (€)"), amount_of("gathered_cents")),
        Column(_("seuil (€)"), amount_of("threshold_cents")),
        Column(_("versé au porteur (€)"), lambda row: in_euros(payout_cents(row))),
        Column(_("remboursés"), lambda row: row.refunds_done),
        Column(_("remboursements à faire"), lambda row: row.refunds_waiting),
        Column(_("dettes"), lambda row: row.refunds_failed),
        Column(_("versée ou remboursée le"), moment_of("settled_at")),
        Column(_("à examiner"), lambda row: row.attention_reason if row.needs_attention else ""),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Campaigns past their deadline or decided, the last deadline first, with their refunds counted."""
        past = Campaign.objects.ended(at=clock.now())
        return with_refunds(past).order_by("-deadline", "-pk")

    def in_full(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Load titles, totals and territories with each row."""
        return rows.select_related("page", "totals", "territory")

    @described(_("campagne"), order="page__title")
    def accounts(self, row: Campaign) -> str:
        """The title, which leads to the accounts."""
        return row.page.title

    @described(_("dénouée le"), order="decided_at")
    def decided(self, row: Campaign) -> Any:
        """When the outcome was decided."""
        return row.decided_at or ""

    @described(_("recueilli"))
    def gathered(self, row: Campaign) -> str:
        """What is gathered, or was when it was decided."""
        return euros(row.gathered_cents)

    @described(_("au porteur"))
    def payout(self, row: Campaign) -> str:
        """What the holder receives."""
        cents = payout_cents(row)
        return "" if cents is None else euros(cents)

    @described(_("remboursés"))
    def refunds(self, row: Any) -> str:
        """How many are given back, of how many."""
        total = row.refunds_done + row.refunds_waiting + row.refunds_failed
        return f"{row.refunds_done} / {total}" if total else ""

    @described(_("à examiner"))
    def attention(self, row: Campaign) -> str:
        """Why a person should look."""
        return row.attention_reason if row.needs_attention else ""
