"""What every listing of money shares: readers by group, no editing, amounts in euros, exports that leave a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin.sites import AdminSite
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView, InspectView

from accounts.groups import EDITORS, FINANCE, MODERATORS, belongs
from base.audit import record
from base.money_display import euros
from campaigns.models import Campaign
from campaigns.views.finance.exports import Column, send_table

AT_ONCE = 500


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


class MoneyIndexView(IndexView):
    """A list whose spreadsheets are the site's own: no cell becomes a formula, and the audit trail says who took it."""

    def get_page_title(self) -> str:
        """The name it has in the menu: two lists may be of the same rows."""
        return str(self.model_admin.menu_label)

    def as_spreadsheet(self, queryset: QuerySet[Any], spreadsheet_format: str) -> HttpResponseBase:
        """Send what the list shows, filters and search included."""
        listing: MoneyListing = self.model_admin
        return send_table(
            self.request,
            kind=spreadsheet_format,
            title=str(listing.menu_label),
            columns=listing.exported,
            rows=listing.in_full(queryset).iterator(chunk_size=AT_ONCE),
            action=f"{listing.audited}.exported",
            page=f"{self.request.path}?{self.params.urlencode()}",
        )


class MoneyInspectView(InspectView):
    """One row, with the labels its listing gives to what the model leaves unnamed."""

    def get_page_title(self) -> str:
        """What the row is."""
        return capfirst(self.verbose_name)

    def get_field_label(self, field_name: str, field: Any = None) -> str:
        """The listing's own label, or the model's."""
        listing: MoneyListing = self.model_admin
        own = listing.field_labels.get(field_name)
        return str(capfirst(str(own or super().get_field_label(field_name, field))))


class MoneyListing(ModelAdmin):
    """One listing: inspection, no editing, amounts in euros, export where `exported` has columns."""

    index_view_class = MoneyIndexView
    inspect_view_class = MoneyInspectView
    inspect_view_enabled = True
    permission_helper_class = ReadOnly
    list_per_page = 50
    exported: tuple[Column, ...] = ()
    audited = ""
    """What the audit trail calls these rows: « debts » gives « debts.listed » and « debts.exported »."""
    names_people = False
    """Whether reading the list is itself an access to personal data."""
    field_labels: dict[str, str | Promise] = {}
    own_screen = ""
    """The route of a row's own screen, in place of the plain inspection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Filters on relations ask an admin site for their order; Django's own admin is not installed here.
        self.admin_site = AdminSite()
        self.list_export = tuple(str(column.label) for column in self.exported)

    def index_view(self, request: HttpRequest) -> HttpResponse:
        """List; where names are read, leave a line in the audit trail."""
        reads = self.names_people and "export" not in request.GET
        if reads and self.permission_helper.user_can_list(request.user):
            record(
                f"{self.audited}.listed", actor=request.user, detail={"searched": bool(request.GET.get("q"))}
            )
        return super().index_view(request)

    def inspect_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        """Show one row, on its own screen where it has one."""
        if not self.own_screen:
            return super().inspect_view(request, instance_pk)
        if not instance_pk.isdecimal():
            raise Http404
        return redirect(self.own_screen, int(instance_pk))

    def in_full(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Load with each row what the export says of it."""
        return rows

    def amount(self, row: Any) -> str:
        """The row's amount in euros."""
        return euros(row.amount_cents)

    amount.short_description = _("montant")  # type: ignore[attr-defined]

    def of_campaign(self, row: Any) -> SafeString | str:
        """The campaign's title, leading to its accounts."""
        return ledger_link(row.campaign) if row.campaign else ""

    of_campaign.short_description = _("campagne")  # type: ignore[attr-defined]


def ledger_link(campaign: Campaign) -> SafeString:
    """The title of a campaign, as a link to its accounts."""
    return format_html(
        '<a href="{}">{}</a>', reverse("finance:ledger", args=[campaign.pk]), campaign.page.title
    )


def described(label: str | Promise, *, order: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate a column of a list with its heading, and the field it is sorted by."""

    def decorate(column: Callable[..., Any]) -> Callable[..., Any]:
        column.short_description = label  # type: ignore[attr-defined]
        if order:
            column.admin_order_field = order  # type: ignore[attr-defined]
        return column

    return decorate
