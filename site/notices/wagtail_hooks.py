"""The outbox in the admin: what was written to whom, and what staff must decide, for technical administrators only;
the letters to print, for who posts them.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import HeaderButton
from wagtail.permissions import register_permission_policy

from accounts.doors import POSTING
from accounts.groups import belongs
from base.admin_policies import AdministratorPolicy
from base.audit import record
from notices import views
from notices.models import Notice
from notices.services import send_again

policy = AdministratorPolicy(Notice, ("view",))
register_permission_policy(Notice, policy)


class NoticeInspectView(InspectView):
    """One message, with a way to send it again when it failed."""

    @property
    def header_buttons(self) -> list[Any]:
        """Offer the second sending of a failed message."""
        if self.object.state != Notice.State.FAILED:
            return []
        return [
            HeaderButton(
                _("Envoyer de nouveau…"),
                url=reverse("notices_send_again", args=[self.object.pk]),
                icon_name="mail",
            )
        ]


class NoticeViewSet(ModelViewSet):
    """The outbox, to read."""

    model = Notice
    name = "messages"
    icon = "mail"
    menu_label = gettext_lazy("Messages envoyés")
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = NoticeInspectView
    inspect_view_fields_exclude = ["context", "lease_until"]
    list_display = ["kind", "recipient", "addressee", "state", "attempts", "created_at", "sent_at"]
    list_filter = ["state", "kind"]
    search_fields = ["recipient", "addressee", "purpose"]
    exclude_form_fields: list[str] = []


@require_http_methods(["GET", "HEAD", "POST"])
def ask_send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then put a failed message back in the queue; the decision leaves a line in the audit trail."""
    if not policy.user_has_permission(request.user, "view"):
        raise PermissionDenied
    notice = get_object_or_404(Notice, pk=pk)
    if request.method != "POST":
        return render(request, "notices/send_again.html", {"notice": notice})
    if send_again(notice, at=timezone.now()):
        record("notice.sent_again", actor=request.user, subject=notice, detail={"kind": notice.kind})
        messages.success(request, _("Le message repart dans la minute."))
    else:
        messages.warning(request, _("Ce message n’est plus en échec : rien n’a été changé."))
    return redirect("messages:inspect", pk)


@hooks.register("register_admin_viewset")
def viewset() -> NoticeViewSet:
    """Show the outbox in the settings menu."""
    return NoticeViewSet()


class LettersItem(MenuItem):
    """The letters to print in the menu, for who posts them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to the groups."""
        return belongs(request.user, *POSTING)


@hooks.register("register_admin_menu_item")
def letters_item() -> MenuItem:
    """Lead to the letters to print."""
    return LettersItem(
        gettext_lazy("Courriers"),
        reverse("letters:waiting"),
        name="letters",
        icon_name="doc-full",
        order=315,
    )


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """The addresses of the decision, and of the letters to print."""
    letters = [
        path("", views.waiting, name="waiting"),
        path("lot/", views.batch, name="batch"),
        path("lot/courriers.pdf", views.sheets, name="sheets"),
        path("<int:pk>/remettre/", views.print_again, name="print_again"),
    ]
    return [
        path("messages/<int:pk>/renvoyer/", ask_send_again, name="notices_send_again"),
        path("courriers/", include((letters, "letters"))),
    ]
