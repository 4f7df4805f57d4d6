"""Events in the admin: the way to their registrations, and why a page people are waiting for stays where it is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page

from accounts.groups import EDITORS, belongs
from stories.models import EventDate, EventPage
from stories.views import event_admin

GUARDED = {"delete", "unpublish", "move"}


@hooks.register("register_admin_urls")
def event_urls() -> list[Any]:
    """Addresses under the admin."""
    patterns = [
        path("<int:event_id>/", event_admin.dates, name="dates"),
        path("<int:event_id>/raconter/", event_admin.report, name="report"),
        path("dates/<int:date_id>/", event_admin.registrations, name="registrations"),
        path("dates/<int:date_id>/feuille/", event_admin.door, name="door"),
        path("dates/<int:date_id>/tableur/", event_admin.export, name="export"),
        path("dates/<int:date_id>/annuler/", event_admin.cancel_date, name="cancel_date"),
        path("dates/<int:date_id>/retablir/", event_admin.restore_date, name="restore_date"),
        path("inscriptions/<int:pk>/annuler/", event_admin.cancel_registration, name="cancel_registration"),
    ]
    return [path("rendez-vous/", include((patterns, "event_admin")))]


def _expected(page: Page) -> EventDate | None:
    """Return the first date to come, of `page` or of a page below it, for which people are registered."""
    dates = EventDate.objects.expecting_people(at=timezone.now()).select_related("event")
    found: EventDate | None = dates.filter(event__path__startswith=page.path).order_by("starts_at").first()
    return found


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
@hooks.register("before_move_page")
def refuse_while_expected(request: HttpRequest, page: Page, *_rest: Any) -> HttpResponse | None:
    """Keep a page people are registered for: they must hear of it first."""
    date = _expected(page)
    if date is None:
        return None
    messages.error(
        request,
        _(
            "Des personnes sont inscrites à « %(event)s » : la page doit rester où elle est. Annulez d’abord les dates"
            " à venir, avec une raison ; elles en seront prévenues."
        )
        % {"event": date.event.title},
    )
    return redirect(reverse("event_admin:dates", args=[date.event_id]))


@hooks.register("before_bulk_action")
def refuse_bulk(request: HttpRequest, action_type: str, objects: Any, action: Any) -> HttpResponse | None:
    """The same refusal for several pages at once: one of them is enough to stop the action."""
    if action_type not in GUARDED:
        return None
    pages = (item for item in objects if isinstance(item, Page))
    return next((refused for page in pages if (refused := refuse_while_expected(request, page))), None)


@hooks.register("register_page_header_buttons")
def event_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """Lead from an event to its registrations, and to the story once a date has passed."""
    if page.specific_class is not EventPage or not page.pk or not belongs(user, EDITORS):
        return []
    buttons = [
        Button(_("Inscriptions"), reverse("event_admin:dates", args=[page.pk]), icon_name="group", priority=5)
    ]
    if EventDate.objects.filter(event_id=page.pk).over(at=timezone.now()).exists():
        buttons.append(
            Button(
                _("Raconter ce rendez-vous"),
                reverse("event_admin:report", args=[page.pk]),
                icon_name="openquote",
                priority=6,
            )
        )
    return buttons
