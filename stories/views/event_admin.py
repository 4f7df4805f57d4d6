"""Registrations in the admin, for editors: an event's dates, who comes, a date called off, the story afterwards."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from accounts.doors import editors_only
from base.audit import record
from base.caching import personal_page
from base.dates_display import day_short, hour
from base.models import Territory
from base.plain_text import plain
from base.spreadsheets import csv_response
from stories.errors import EventError
from stories.models import EventDate, EventPage, Registration, StoryIndexPage
from stories.registration_forms import CancelDateForm, TelephoneForm
from stories.schedules import schedule_of, shown_date, zone_of
from stories.services import dating, registering
from stories.services.reporting import start_report


def event_of(request: HttpRequest, event_id: int) -> EventPage:
    """Return an event the editor may edit, or answer 404."""
    event = EventPage.objects.filter(pk=event_id).first()
    if event is None or not event.permissions_for_user(request.user).can_edit():
        raise Http404
    return event


def date_of(request: HttpRequest, date_id: int) -> EventDate:
    """Return a date, with its people, of an event the editor may edit, or answer 404."""
    date = EventDate.objects.with_people().filter(pk=date_id).select_related("event").first()
    if date is None:
        raise Http404
    date.event = event_of(request, date.event_id)
    return date


@editors_only
@require_safe
def dates(request: HttpRequest, event_id: int) -> HttpResponse:
    """List the dates of an event with the number of people; names are one click further."""
    event = event_of(request, event_id)
    context = {"event": event, "schedule": schedule_of(event, at=timezone.now())}
    return TemplateResponse(
        request, "stories/admin/event_dates.html", context | _header(event, _("Inscriptions"))
    )


@personal_page
@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def registrations(request: HttpRequest, date_id: int) -> HttpResponse:
    """Show who comes and who waits; on POST, register somebody who rang."""
    date = date_of(request, date_id)
    form = TelephoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _register_by_telephone(request, date, form)
    asked = plain(request.GET.get("q", ""))[:100]
    found = date.registrations.named()
    if asked:
        found = found.filter(Q(name__icontains=asked) | Q(email__icontains=asked))
    rows = list(found.order_by("registered_at", "pk"))
    record("registrations.listed", actor=request.user, subject=date, detail={"rows": len(rows)})
    at, zone = timezone.now(), zone_of(date.event)
    context = {
        "event": date.event,
        "date": date,
        "shown": shown_date(date.event, date, at=at, zone=zone),
        "zone": zone,
        "form": form,
        "q": asked,
        "has_begun": date.has_begun_at(at),
        "groups": _by_state(rows),
        "rows": rows,
    }
    status = 422 if form.errors else 200
    header = _header(date.event, _("Inscriptions"), _date_label(date))
    return TemplateResponse(request, "stories/admin/registrations.html", context | header, status=status)


def _register_by_telephone(request: HttpRequest, date: EventDate, form: TelephoneForm) -> HttpResponse:
    try:
        answer = registering.register(date=date, at=timezone.now(), by_staff=True, **form.cleaned_data)
    except EventError as error:
        messages.error(request, error.reason)
    else:
        _say_registered(request, answer)
        record("registration.added", actor=request.user, subject=answer.registration)
    return redirect("event_admin:registrations", date.pk)


def _say_registered(request: HttpRequest, answer: registering.Answer) -> None:
    if not answer.is_new:
        messages.warning(request, _("Cette adresse est déjà inscrite pour cette date : rien n’a été changé."))
    elif answer.had_room:
        messages.success(request, _("Inscription faite : la place est retenue."))
    else:
        messages.warning(request, _("Il ne reste pas assez de places : la demande est en liste d’attente."))


@editors_only
@require_POST
def cancel_registration(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel one registration at the person's request; who waits gets the place."""
    found = Registration.objects.filter(pk=pk).select_related("date").first()
    if found is None:
        raise Http404
    date = date_of(request, found.date_id)
    try:
        registering.cancel_registration(registration=found, at=timezone.now(), by_staff=True)
    except EventError as error:
        messages.error(request, error.reason)
    else:
        record("registration.cancelled", actor=request.user, subject=found)
        messages.success(request, _("L’inscription est annulée ; la personne en est prévenue."))
    return redirect("event_admin:registrations", date.pk)


@personal_page
@editors_only
@require_safe
def door(request: HttpRequest, date_id: int) -> HttpResponse:
    """Show the sheet to print: names in order, how many, needs, a box to tick, lines for those who just come."""
    date = date_of(request, date_id)
    rows = sorted(date.registrations.active().named(), key=lambda row: plain(row.name).casefold())
    record("registrations.printed", actor=request.user, subject=date, detail={"rows": len(rows)})
    context = {
        "event": date.event,
        "date": date,
        "zone": zone_of(date.event),
        "territory": Territory.objects.for_page(date.event),
        "confirmed": [row for row in rows if row.state == Registration.State.CONFIRMED],
        "waiting": sorted(
            (row for row in rows if row.state == Registration.State.WAITING),
            key=lambda row: row.registered_at,
        ),
        "empty_lines": range(8),
    }
    return TemplateResponse(request, "stories/admin/door.html", context)


@editors_only
@require_safe
def export(request: HttpRequest, date_id: int) -> Any:
    """Send the registrations of a date as a spreadsheet."""
    date = date_of(request, date_id)
    rows = list(date.registrations.named().order_by("registered_at", "pk"))
    record("registrations.exported", actor=request.user, subject=date, detail={"rows": len(rows)})
    zone = zone_of(date.event)
    header = [_("Nom"), _("Adresse électronique"), _("Personnes"), _("État"), _("Besoins"), _("Inscrit le")]
    lines = (
        [
            row.name,
            row.email,
            row.people,
            row.get_state_display(),
            row.needs,
            f"{day_short(row.registered_at, zone)} {hour(row.registered_at, zone)}",
        ]
        for row in rows
    )
    return csv_response(f"inscriptions-{date.event.slug}-{date.starts_at:%Y-%m-%d}.csv", header, lines)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_date(request: HttpRequest, date_id: int) -> HttpResponse:
    """Ask why, then call the date off: everybody registered gets a letter with these words."""
    date = date_of(request, date_id)
    form = CancelDateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            dating.cancel_date(date=date, reason=form.cleaned_data["reason"], at=timezone.now())
        except EventError as error:
            messages.error(request, error.reason)
        else:
            record("event_date.cancelled", actor=request.user, subject=date)
            messages.success(request, _("La date est annulée ; les personnes inscrites en sont prévenues."))
        return redirect("event_admin:dates", date.event_id)
    context = {"event": date.event, "date": date, "form": form, "zone": zone_of(date.event)}
    header = _header(date.event, _("Annuler une date"), _date_label(date))
    status = 422 if form.errors else 200
    return TemplateResponse(request, "stories/admin/cancel_date.html", context | header, status=status)


@editors_only
@require_POST
def restore_date(request: HttpRequest, date_id: int) -> HttpResponse:
    """Put a cancelled date back; nobody is registered any more."""
    date = date_of(request, date_id)
    try:
        dating.restore_date(date=date, at=timezone.now())
    except EventError as error:
        messages.error(request, error.reason)
    else:
        record("event_date.restored", actor=request.user, subject=date)
        messages.success(
            request, _("La date est rétablie. Les inscriptions annulées ne reviennent pas seules.")
        )
    return redirect("event_admin:dates", date.event_id)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, event_id: int) -> HttpResponse:
    """Ask which date is told, then open a draft story with what is known of it."""
    event = event_of(request, event_id)
    past = list(event.dates.over(at=timezone.now()))
    index = _story_list(event)
    if not past or index is None or not index.permissions_for_user(request.user).can_add_subpage():
        messages.error(
            request,
            _("Ce rendez-vous n’a pas encore eu lieu : il n’y a rien à raconter.")
            if not past
            else _(
                "Aucune liste de récits où vous puissiez écrire : demandez à la personne qui gère le site."
            ),
        )
        return redirect("wagtailadmin_pages:edit", event.pk)
    if request.method == "POST":
        asked = next((date for date in past if str(date.pk) == request.POST.get("date")), None)
        if asked is None:
            raise Http404
        asked.event = event
        user: Any = request.user
        story = start_report(date=asked, index=index, by=user)
        messages.success(request, _("Le brouillon est prêt : racontez, puis publiez."))
        return redirect("wagtailadmin_pages:edit", story.pk)
    context = {
        "event": event,
        "past": past,
        "zone": zone_of(event),
        "known": event.reports.order_by("-pk"),
    }
    header = _header(event, _("Raconter ce rendez-vous"))
    return TemplateResponse(request, "stories/admin/report.html", context | header)


def _story_list(event: EventPage) -> StoryIndexPage | None:
    territory = Territory.objects.for_page(event)
    lists = (
        StoryIndexPage.objects.descendant_of(territory.root_page)
        if territory
        else StoryIndexPage.objects.all()
    )
    return lists.order_by("path").first()


def _by_state(rows: list[Registration]) -> list[tuple[str, list[Registration]]]:
    """Return the rows under the words of their state, those who come first."""
    words = (
        (Registration.State.CONFIRMED, _("Ils viennent")),
        (Registration.State.WAITING, _("Liste d’attente, dans l’ordre d’arrivée")),
        (Registration.State.CANCELLED, _("Annulées")),
    )
    groups = [(label, [row for row in rows if row.state == state]) for state, label in words]
    return [(label, found) for label, found in groups if found]


def _date_label(date: EventDate) -> str:
    zone = zone_of(date.event)
    return f"{day_short(date.starts_at, zone)}, {hour(date.starts_at, zone)}"


def _header(event: EventPage, title: str, label: str = "") -> dict[str, Any]:
    """Return what Wagtail's header needs: the way back to the event, then to its dates."""
    crumbs = [
        {
            "url": reverse("wagtailadmin_pages:edit", args=[event.pk]),
            "label": event.get_admin_display_title(),
        },
        {"url": reverse("event_admin:dates", args=[event.pk]), "label": _("Inscriptions")},
    ]
    if label or title != _("Inscriptions"):
        crumbs.append({"url": "", "label": label or title})
    return {"header_title": title, "header_icon": "group", "breadcrumbs_items": crumbs}
