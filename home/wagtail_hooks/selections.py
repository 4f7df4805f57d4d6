"""Selections and what leaves the site from them: addresses under /admin/diffusion/ and entries of « Diffusion »."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import HeaderButton, ListingButton
from wagtail.permissions import register_permission_policy

from accounts.permissions import EVERY_ACTION, EditorsPolicy
from base.dates_display import day
from home.admin_menus import EditorsMenuItem
from home.forms.selections import SelectionForm
from home.models import Selection
from home.views import newsletters, selections

register_permission_policy(Selection, EditorsPolicy(Selection, EVERY_ACTION))


class SelectionIndexView(generic.IndexView):
    """The selections, with a way to fill one from the programme."""

    @property
    def header_buttons(self) -> list[Any]:
        """Offer to start from what the programme says."""
        return [
            *super().header_buttons,
            HeaderButton(
                _("Remplir depuis le programme"),
                url=reverse("selections:from_programme"),
                icon_name="calendar-alt",
            ),
        ]

    def get_list_more_buttons(self, instance: Selection) -> list[Any]:
        """Lead to what can be made of a selection."""
        outlets = ListingButton(
            _("Diffuser"), url=reverse("selections:outlets", args=[instance.pk]), icon_name="mail", priority=5
        )
        return [outlets, *super().get_list_more_buttons(instance)]


class SelectionViewSet(ModelViewSet):
    """Selections, for editors."""

    model = Selection
    name = "selections"
    url_prefix = "diffusion/selections"
    icon = "list-ul"
    menu_label = _("Sélections")
    add_to_admin_menu = False
    copy_view_enabled = False
    index_view_class = SelectionIndexView
    add_view_class = selections.SelectionCreateView
    edit_view_class = selections.SelectionEditView
    delete_view_class = selections.SelectionDeleteView
    list_display = [
        "title",
        Column("author", label=_("Préparée par"), accessor=lambda row: row.author or ""),
        Column("created_at", label=_("Le"), accessor=lambda row: day(row.created_at)),
    ]
    search_fields = ["title"]
    edit_handler = ObjectList(Selection.panels, base_form_class=SelectionForm)

    def get_urlpatterns(self) -> list[Any]:
        """Add the outlets to Wagtail's own addresses."""
        return [
            *super().get_urlpatterns(),
            path("", self.index_view, name="list"),
            path("programme/", selections.from_programme, name="from_programme"),
            path("<int:pk>/", selections.outlets, name="outlets"),
            path("<int:pk>/depliant.pdf", selections.leaflet, name="leaflet"),
            path("<int:pk>/affiche.pdf", selections.poster, name="poster"),
        ]


@hooks.register("register_admin_viewset")
def viewset() -> SelectionViewSet:
    """Give the selections their screens."""
    return SelectionViewSet()


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Addresses of the letters."""
    addresses = [
        path("", newsletters.index, name="list"),
        path("nouvelle/<int:selection_id>/", newsletters.add, name="add"),
        path("<int:pk>/", newsletters.edit, name="edit"),
        path("<int:pk>/apercu/", newsletters.preview, name="preview"),
    ]
    return [path("diffusion/lettres/", include((addresses, "newsletters")))]


@hooks.register("register_outreach_menu_item")
def selections_item() -> MenuItem:
    """The selections."""
    return EditorsMenuItem(_("Sélections"), reverse("selections:list"), icon_name="list-ul", order=10)


@hooks.register("register_outreach_menu_item")
def newsletters_item() -> MenuItem:
    """The letters."""
    return EditorsMenuItem(_("Lettres"), reverse("newsletters:list"), icon_name="mail", order=20)
