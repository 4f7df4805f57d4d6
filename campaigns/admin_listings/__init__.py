"""Money in the admin, to read: the « Argent » menu. What may be done has its screens in `campaigns/views/finance`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import ModelAdminGroup

from accounts.groups import FINANCE, belongs
from campaigns.admin_listings.checks import CheckRunListing, MovementListing
from campaigns.admin_listings.exceptions import DebtListing, DisputeListing
from campaigns.admin_listings.operations import OperationListing
from campaigns.admin_listings.papers import InvoiceListing
from campaigns.admin_listings.reading import CampaignListing, EntryListing, PledgeListing
from campaigns.admin_listings.settlements import SettlementListing


class FinanceScreenItem(MenuItem):
    """A screen of finance in the menu, for finance alone."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to the group."""
        return belongs(request.user, FINANCE)


class MoneyGroup(ModelAdminGroup):
    """The « Argent » menu: finance sees all of it, other staff the campaigns only."""

    menu_label = _("Argent")
    menu_icon = "success"
    menu_order = 300
    items = (
        CampaignListing,
        SettlementListing,
        PledgeListing,
        DebtListing,
        DisputeListing,
        OperationListing,
        EntryListing,
        InvoiceListing,
        MovementListing,
        CheckRunListing,
    )

    def get_submenu_items(self) -> list[Any]:
        """Begin with the dashboard, end with the trail."""
        first = FinanceScreenItem(
            _("Finances"), reverse_lazy("finance:dashboard"), name="finances", icon_name="home", order=0
        )
        counters = FinanceScreenItem(
            _("Guichets"), reverse_lazy("counters:index"), name="counters", icon_name="site", order=95
        )
        last = FinanceScreenItem(
            _("Qui a fait quoi"), reverse_lazy("finance:trail"), name="trail", icon_name="history", order=99
        )
        return [first, *super().get_submenu_items(), counters, last]
