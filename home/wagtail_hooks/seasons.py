"""Addresses of the season's screens, and the way to them from a theme."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from accounts.groups import EDITORS, belongs
from home.views import seasons
from themes.models import ThemePage


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Addresses under the admin."""
    addresses = [
        path("<int:theme_id>/copier/", seasons.copy, name="copy"),
        path("<int:theme_id>/suggestions/", seasons.suggestions, name="suggestions"),
        path("<int:theme_id>/choisir/", seasons.pick, name="pick"),
    ]
    return [path("programme/saisons/", include((addresses, "seasons")))]


@hooks.register("register_page_header_buttons")
def season_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """Lead from a theme's edit view to copying its season and to what would fit it."""
    if page.specific_class is not ThemePage or not page.pk or not belongs(user, EDITORS):
        return []
    return [
        Button(
            _("Copier cette saison"),
            reverse("seasons:copy", args=[page.pk]),
            icon_name="copy",
            priority=6,
        ),
        Button(
            _("Ce qui irait avec"),
            reverse("seasons:suggestions", args=[page.pk]),
            icon_name="tag",
            priority=7,
        ),
    ]
