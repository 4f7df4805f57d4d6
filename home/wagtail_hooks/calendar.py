"""The addresses of the editorial calendar and its place in the menu."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.views import calendar
from home.wagtail_hooks.menu import EditorsMenuItem

ADDRESSES = [
    path("", calendar.show, name="show"),
    path("deplacer/", calendar.move, name="move"),
    path("abonnement/", calendar.link, name="link"),
]


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Addresses under the admin."""
    return [path("programme/calendrier/", include((ADDRESSES, "calendar")))]


@hooks.register("register_programme_menu_item")
def calendar_item() -> MenuItem:
    """The screen the team looks at each week comes first."""
    return EditorsMenuItem(
        _("Calendrier"), reverse("calendar:show"), name="calendar", icon_name="calendar-alt", order=10
    )
