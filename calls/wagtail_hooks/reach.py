"""Inviting people to answer a call: the screen's addresses, the way to it, and the count of opened invitations."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from accounts.groups import EDITORS, belongs
from base.visits import is_person
from calls.invitation_links import PARAMETER, invitation_number
from calls.models import CallPage
from calls.services.reaching import note_opened
from calls.views.reach import inviting


@hooks.register("register_admin_urls")
def reach_urls() -> list[Any]:
    """Addresses under the admin."""
    addresses = [
        path("<int:pk>/inviter/", inviting.invite, name="invite"),
        path("<int:pk>/inviter/apercu/", inviting.preview, name="preview"),
    ]
    return [path("appels/", include((addresses, "call_reach")))]


@hooks.register("register_page_header_buttons")
def invite_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """Lead from a call to its invitations."""
    if page.specific_class is not CallPage or not page.pk or not belongs(user, EDITORS):
        return []
    invite = reverse("call_reach:invite", args=[page.pk])
    return [Button(_("Inviter à répondre"), invite, icon_name="mail", priority=7)]


@hooks.register("before_serve_page")
def count_opened(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Note that somebody came from their invitation; no cookie, and the address gives no right."""
    token = request.GET.get(PARAMETER)
    if not token or not isinstance(page, CallPage) or not is_person(request):
        return
    number = invitation_number(token)
    if number is not None:
        note_opened(invitation_id=number, call=page, at=timezone.now())
