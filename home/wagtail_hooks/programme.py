"""Addresses of the programme's screens, their entries in the menu, and the way to them from a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from accounts.groups import EDITORS, belongs
from home.admin_menus import EditorsMenuItem
from home.models import HomePage
from home.views import preview, showings, slots
from themes.models import ThemePage


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Addresses under the admin."""
    plan = [
        path("", slots.show_plan, name="list"),
        path("ajouter/", slots.add, name="add"),
        path("<int:pk>/", slots.edit, name="edit"),
        path("<int:pk>/supprimer/", slots.delete, name="delete"),
        path("<int:pk>/valider/", slots.approve, name="approve"),
    ]
    as_of = [path("", preview.show, name="show"), path("page/", preview.framed_page, name="page")]
    shown = [path("", showings.show, name="list"), path("tableur/", showings.export, name="export")]
    return [
        path("programme/creneaux/", include((plan, "slots"))),
        path("programme/apercu/", include((as_of, "as_of"))),
        path("programme/passages/", include((shown, "showings"))),
    ]


@hooks.register("register_programme_menu_item")
def slots_item() -> MenuItem:
    """The plan."""
    return EditorsMenuItem(
        gettext_lazy("Créneaux"), reverse("slots:list"), name="slots", icon_name="list-ul", order=10
    )


@hooks.register("register_programme_menu_item")
def preview_item() -> MenuItem:
    """The site at another date."""
    return EditorsMenuItem(
        gettext_lazy("Aperçu à une date"), reverse("as_of:show"), name="as_of", icon_name="view", order=30
    )


@hooks.register("register_programme_menu_item")
def showings_item() -> MenuItem:
    """What was really shown."""
    return EditorsMenuItem(
        gettext_lazy("Ce qui a été montré"),
        reverse("showings:list"),
        name="showings",
        icon_name="history",
        order=60,
    )


@hooks.register("register_programme_menu_item")
def counters_item() -> MenuItem:
    """Where people bring money."""
    return EditorsMenuItem(
        gettext_lazy("Guichets"), reverse("counters:index"), name="counters", icon_name="site", order=95
    )


@hooks.register("register_page_header_buttons")
def programme_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """Lead from a page's edit view to the page at another date, and to its programme when it has one."""
    if not page.pk or page.depth < 2 or not belongs(user, EDITORS):
        return []
    query = urlencode({"page": page.pk})
    found = [Button(_("Voir à une date"), f"{reverse('as_of:show')}?{query}", icon_name="view", priority=8)]
    if page.specific_class in (HomePage, ThemePage):
        found.append(
            Button(_("Son programme"), f"{reverse('slots:list')}?{query}", icon_name="list-ul", priority=9)
        )
    return found
