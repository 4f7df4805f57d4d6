"""Schemes and kits in the admin's lists, with what tells an editor which ones to look at."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, MultipleChoiceFilter
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet

from base import clock
from base.dates_display import day
from stories.directory import local_day
from stories.models import KitPage, SchemePage
from stories.querysets import SchemePageQuerySet
from stories.scheme_status import a_year_before

# Where the page is and its type say nothing in a list of one type, all in one place.
COLUMNS = [
    column
    for column in PageListingViewSet.index_view_class.base_columns
    if column.name not in {"parent", "type"}
]


class CheckedColumn(Column):
    """The day an entry was last checked, and a button for who has just checked it."""

    cell_template_name = "home/admin/checked_cell.html"

    def get_cell_context_data(self, instance: SchemePage, parent_context: Any) -> dict[str, Any]:
        """Add where the button posts, and whether the entry is due."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        back = urlencode({"next": parent_context["table"].actions_next_url})
        context["address"] = f"{reverse('schemes_admin:checked', args=[instance.pk])}?{back}"
        context["is_due"] = instance.checked_on < a_year_before(local_day(None, clock.now()))
        return context


class SchemeFilterSet(PageFilterSet):
    """The usual filters of pages, with the kind of help and the entries nobody has checked for a year."""

    kind = MultipleChoiceFilter(
        label=_("Nature"), choices=SchemePage.Kind.choices, widget=CheckboxSelectMultiple
    )
    check = ChoiceFilter(
        label=_("Vérification"),
        choices=[("a-verifier", _("À vérifier : personne depuis un an"))],
        method="due",
    )

    class Meta:
        """The model, whose own fields give no filter by themselves."""

        model = SchemePage
        fields: list[str] = []

    def due(self, queryset: SchemePageQuerySet, name: str, value: str) -> SchemePageQuerySet:
        """Keep the entries nobody has checked for a year."""
        return queryset.filter(checked_on__lt=a_year_before(local_day(None, clock.now())))


class SchemeListing(PageListingViewSet):
    """Every scheme, with its kind and when somebody last checked it."""

    model = SchemePage
    name = "programme_schemes"
    icon = "info-circle"
    menu_label = _("Dispositifs")
    filterset_class = SchemeFilterSet
    columns = [
        *COLUMNS,
        Column("kind", label=_("Nature"), accessor="get_kind_display", sort_key="kind"),
        CheckedColumn(
            "checked_on", label=_("Vérifié le"), accessor=lambda s: day(s.checked_on), sort_key="checked_on"
        ),
    ]


class KitListing(PageListingViewSet):
    """Every kit, with its version."""

    model = KitPage
    name = "programme_kits"
    icon = "clipboard-list"
    menu_label = _("Kits")
    columns = [*COLUMNS, Column("version", label=_("Version"))]
