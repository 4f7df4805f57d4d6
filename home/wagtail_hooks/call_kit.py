"""The kit of a call: its addresses in the admin, and the way to it."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from accounts.groups import EDITORS, belongs
from calls.models import CallPage
from home.views import call_kit


@hooks.register("register_admin_urls")
def kit_urls() -> list[Any]:
    """Addresses under the admin."""
    addresses = [
        path("", call_kit.show, name="show"),
        path("affiche.pdf", call_kit.poster, name="poster"),
        path("depliant.pdf", call_kit.leaflet, name="leaflet"),
        path("<slug:name>.jpg", call_kit.post, name="post"),
    ]
    return [path("appels/<int:pk>/kit/", include((addresses, "call_kit")))]


@hooks.register("register_page_header_buttons")
def kit_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """Lead from a call to its kit."""
    if page.specific_class is not CallPage or not page.pk or not belongs(user, EDITORS):
        return []
    kit = reverse("call_kit:show", args=[page.pk])
    return [Button(_("Kit de l’appel"), kit, icon_name="download", priority=8)]
