"""Money that people brought, as the team took it in; each row leads to its documents and to what may be done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.money_display import euros
from campaigns.admin_listings.shape import MoneyListing, described
from campaigns.models import OfflinePayment
from campaigns.views.finance.exports import Column, in_euros, moment_of

READ_WITH_EACH = ("pledge__campaign__page", "counter", "taken_by")


class ReceivedOn(SimpleListFilter):
    """How long ago the money came."""

    title = _("jour de réception")
    parameter_name = "jour"
    DAYS = {"jour": 0, "semaine": 6, "mois": 30}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Today, the last week, the last month."""
        return [
            ("jour", _("aujourd’hui")),
            ("semaine", _("les 7 derniers jours")),
            ("mois", _("les 31 derniers jours")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Keep what came since."""
        days = self.DAYS.get(self.value() or "")
        if days is None:
            return None
        return queryset.filter(received_on__gte=timezone.localdate() - timedelta(days=days))


class OfflinePaymentListing(MoneyListing):
    """Cash, cheques and transfers, the last taken in first."""

    model = OfflinePayment
    menu_label = _("Paiements hors ligne")
    menu_icon = "download"
    base_url_path = "paiements-hors-ligne"
    list_display = ("what", "sum", "of_campaign", "backer", "reference", "counter", "received_on", "at")
    list_filter = ("way", "counter", ReceivedOn, "territory")
    search_fields = ("reference", "pledge__backer_name", "pledge__organisation_name", "pledge__uuid")
    list_select_related = READ_WITH_EACH
    ordering = ("-at", "-pk")
    own_screen = "finance:offline"
    audited = "offline"
    names_people = True
    exported = (
        Column(_("soutien"), lambda row: row.pledge.reference),
        Column(_("campagne"), lambda row: row.pledge.campaign.page.title),
        Column(_("montant (€)"), lambda row: in_euros(row.pledge.amount_cents)),
        Column(_("moyen"), lambda row: row.get_way_display()),
        Column(_("référence"), lambda row: row.reference),
        Column(_("guichet"), lambda row: row.counter.name if row.counter else ""),
        Column(_("reçu le"), lambda row: row.received_on),
        Column(_("saisi le"), moment_of("at")),
        Column(_("saisi par"), lambda row: str(row.taken_by)),
        Column(_("nom"), lambda row: row.pledge.backer_name),
        Column(_("état du soutien"), lambda row: row.pledge.get_status_display()),
    )

    def in_full(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Load pledge, title, counter and clerk with each row."""
        return rows.select_related(*READ_WITH_EACH)

    @described(_("moyen"), order="way")
    def what(self, row: OfflinePayment) -> str:
        """How it came."""
        return str(row.get_way_display())

    @described(_("montant"), order="pledge__amount_cents")
    def sum(self, row: OfflinePayment) -> str:
        """The pledge's amount."""
        return euros(row.pledge.amount_cents)

    @described(_("nom"), order="pledge__backer_name")
    def backer(self, row: OfflinePayment) -> str:
        """Who brought it."""
        return row.pledge.organisation_name or row.pledge.backer_name

    @described(_("campagne"))
    def of_campaign(self, row: OfflinePayment) -> Any:
        """The campaign's title, leading to its accounts."""
        return super().of_campaign(row.pledge)
