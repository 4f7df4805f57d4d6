"""The address of the balance view and its menu entry."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.admin_menus import EditorsMenuItem
from home.views import balance


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Addresses under the admin."""
    return [path("programme/equilibre/", include(([path("", balance.show, name="show")], "balance")))]


@hooks.register("register_programme_menu_item")
def menu_item() -> MenuItem:
    """Beside the calendar."""
    return EditorsMenuItem(
        _("Équilibre"), reverse("balance:show"), name="balance", icon_name="table", order=50
    )
