"""One action on an entry of the directory (« Vérifié aujourd’hui ») and one on a kit (« Continuer ce kit »)."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from accounts.groups import EDITORS, belongs
from stories.models import KitPage, SchemePage
from stories.views import directory as views


@hooks.register("register_admin_urls")
def directory_urls() -> list[Any]:
    """Addresses under the admin."""
    schemes = [path("<int:pk>/verifie/", views.checked, name="checked")]
    kits = [path("<int:pk>/continuer/", views.continued, name="continue")]
    return [
        path("dispositifs/", include((schemes, "schemes_admin"))),
        path("kits/", include((kits, "kits_admin"))),
    ]


def posting(address: str) -> dict[str, str]:
    """Return the attributes of a button that posts to `address`."""
    return {
        "data-controller": "w-action",
        "data-action": "click->w-action#post",
        "data-w-action-url-value": address,
    }


@hooks.register("register_page_header_buttons")
def directory_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """Offer the action of a scheme or of a kit above its editing view."""
    if not page.pk or not belongs(user, EDITORS):
        return []
    if page.specific_class is SchemePage:
        address = reverse("schemes_admin:checked", args=[page.pk])
        return [Button(_("Vérifié aujourd’hui"), icon_name="check", priority=5, attrs=posting(address))]
    if page.specific_class is KitPage:
        address = reverse("kits_admin:continue", args=[page.pk])
        return [Button(_("Continuer ce kit"), icon_name="copy", priority=5, attrs=posting(address))]
    return []
