"""Addresses of the staff screens of juries, decisions and promotions, and the way to them from a call."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from calls.access import can_run
from calls.models import CallPage
from calls.views.staff import decisions, dossiers, juries, promotions


@hooks.register("register_admin_urls")
def jury_urls() -> list[Any]:
    """Addresses under the admin."""
    one = "dossiers/<int:number>/"
    addresses = [
        path("jury/", juries.jury, name="jury"),
        path("classement/", juries.ranking, name="ranking"),
        path(one, dossiers.dossier, name="dossier"),
        path(f"{one}lecteurs/", dossiers.readers, name="readers"),
        path(f"{one}brouillon/", dossiers.drop, name="drop"),
        path(f"{one}campagne/", dossiers.campaign, name="campaign"),
        path("decisions/", decisions.decisions, name="decisions"),
        path("decisions/courriers/", decisions.letters, name="letters"),
        path("decisions/reexamens/<int:pk>/", decisions.answer, name="answer"),
        path("promotion/", promotions.promotion, name="promotion"),
    ]
    return [path("appels/<int:call_id>/", include((addresses, "juries")))]


@hooks.register("register_page_header_buttons")
def jury_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """Lead from a call to its jury and its decisions."""
    if page.specific_class is not CallPage or not page.pk:
        return []
    call = page.specific
    if can_run(user, "run_jury", call):
        return [
            Button(_("Jury"), reverse("juries:jury", args=[page.pk]), icon_name="group", priority=6),
            Button(_("Décisions"), reverse("juries:decisions", args=[page.pk]), icon_name="tick", priority=7),
        ]
    if can_run(user, "read_decisions", call):
        return [
            Button(_("Décisions"), reverse("juries:decisions", args=[page.pk]), icon_name="tick", priority=7)
        ]
    return []
