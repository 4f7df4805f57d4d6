"""Applications in the admin: their addresses, their menu entry, the ways from a call to its applications."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from accounts.groups import EDITORS, MODERATORS, belongs
from calls.models import CallPage
from calls.views import applications, statistics


@hooks.register("register_admin_urls")
def application_urls() -> list[Any]:
    """Addresses under the admin."""
    patterns = [
        path("", applications.index, name="list"),
        path("candidatures.csv", applications.export_csv, name="export_csv"),
        path("candidatures.xlsx", applications.export_xlsx, name="export_xlsx"),
        path("export-complet/", applications.complete, name="complete"),
        path("export-complet/candidatures.csv", applications.complete_csv, name="complete_csv"),
        path("export-complet/candidatures.xlsx", applications.complete_xlsx, name="complete_xlsx"),
        path("<int:pk>/", applications.inspect, name="inspect"),
        path("appel/<int:pk>/chiffres/", statistics.show, name="statistics"),
    ]
    return [path("candidatures/", include((patterns, "applications")))]


@hooks.register("register_page_header_buttons")
def call_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """Lead from a call to its applications, its figures and its form as it is printed."""
    if page.specific_class is not CallPage or not page.pk or not belongs(user, EDITORS, MODERATORS):
        return []
    buttons = [
        Button(
            _("Candidatures"),
            f"{reverse('applications:list')}?appel={page.pk}",
            icon_name="folder-open-inverse",
            priority=4,
        ),
        Button(
            _("Chiffres de l’appel"),
            reverse("applications:statistics", args=[page.pk]),
            icon_name="table",
            priority=5,
        ),
    ]
    if page.live:
        buttons.append(
            Button(
                _("Questionnaire imprimable"),
                reverse("calls:questionnaire", args=[page.pk]),
                icon_name="view",
                priority=6,
            )
        )
    return buttons
