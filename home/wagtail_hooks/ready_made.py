"""Addresses of the ready-made content, and the ways to it."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.widgets.button import HeaderButton

from accounts.groups import EDITORS, belongs
from home.admin_menus import EditorsMenuItem
from home.views import ready_made


@hooks.register("register_admin_urls")
def ready_made_urls() -> list[Any]:
    """Addresses under the admin."""
    addresses = [
        path("", ready_made.models, name="list"),
        path("<slug:code>/", ready_made.use, name="use"),
    ]
    return [path("modeles/", include((addresses, "ready_made")))]


class ModelsIndexView(IndexView):
    """A list of pages with a button that leads to the models of its kind (`models_kind`, as in addresses)."""

    models_kind = ""

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Add the models after Wagtail's own button, for editors."""
        buttons: list[Any] = super().header_buttons
        if not belongs(self.request.user, EDITORS):
            return buttons
        address = f"{reverse('ready_made:list')}?genre={self.models_kind}"
        return [*buttons, HeaderButton(_("Partir d’un modèle"), url=address, icon_name="copy")]


class ThemeIndexView(ModelsIndexView):
    """The list of themes, with the models of themes."""

    models_kind = "themes"


class CallIndexView(ModelsIndexView):
    """The list of calls, with the models of calls."""

    models_kind = "appels"

    def get_base_queryset(self) -> Any:
        """Add the zone in which each row says its hours."""
        return super().get_base_queryset().with_zone()


@hooks.register("register_programme_menu_item")
def ready_made_item() -> MenuItem:
    """Models to start from, at the end of « Programme »."""
    return EditorsMenuItem(
        _("Modèles"), reverse("ready_made:list"), name="ready-made", icon_name="copy", order=900
    )
