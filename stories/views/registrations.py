"""Registering for an event without an account, and what one does afterwards through a secret link."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from base import clock
from base.caching import personal_page, token_page
from base.models import Territory
from base.rate_limits import rate_limited
from stories.errors import EventError, RegistrationClosed
from stories.models import KEPT_AFTER, EventPage, Registration
from stories.registration_forms import FewerForm, RegistrationForm
from stories.schedules import schedule_of, shown_date, zone_of
from stories.services import registering
from stories.views.diaries import asked_date, diary_response

TEN_MINUTES = timedelta(minutes=10)
HAD_ROOM, WAITS = "place", "attente"


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("event_registration", limit=10, per=TEN_MINUTES)
def register(request: HttpRequest, event: EventPage) -> HttpResponse:
    """Show the form, filled with the date that `?date=` names; on POST register, once per address and date."""
    if not event.takes_registrations:
        raise Http404
    at = clock.now()
    schedule = schedule_of(event, at=at)
    asked = asked_date(request) if "date" in request.GET else None
    is_open = asked in {shown.date.pk for shown in schedule.open_dates}
    if asked is not None and asked not in {shown.date.pk for shown in [*schedule.coming, *schedule.past]}:
        raise Http404
    if request.method == "POST":
        form = RegistrationForm(request.POST, schedule=schedule)
        if form.is_valid():
            try:
                return _register(request, event, form)
            except RegistrationClosed as closed:
                form.add_error("date", closed.reason)
    else:
        form = RegistrationForm(schedule=schedule, initial={"date": asked} if is_open else {})
    context = {
        "page": event,
        "form": form,
        "schedule": schedule,
        "chosen": form.chosen,
        "asked_is_closed": asked is not None and not is_open,
        "kept_days": KEPT_AFTER.days,
    }
    return render(request, "stories/registration_form.html", context, status=422 if form.errors else 200)


def _register(request: HttpRequest, event: EventPage, form: RegistrationForm) -> HttpResponse:
    values = form.cleaned_data
    answer = registering.register(
        date=form.chosen_date,
        name=values["name"],
        email=values["email"],
        people=values["people"],
        needs=values["needs"],
        at=clock.now(),
    )
    # The same words for everybody: what an address was registered for is told to that address alone.
    told = {"date": form.chosen_date.pk, "suite": HAD_ROOM if answer.had_room else WAITS}
    return redirect(f"{event.url}{event.reverse_subpage('registered')}?{urlencode(told)}")


@personal_page
@require_safe
def registered(request: HttpRequest, event: EventPage) -> HttpResponse:
    """Say what comes next, without saying who registered."""
    date = event.dates.with_people().filter(pk=asked_date(request)).first()
    if date is None or not event.takes_registrations:
        raise Http404
    context = {
        "page": event,
        "shown": shown_date(event, date, at=clock.now(), zone=zone_of(event)),
        "zone": zone_of(event),
        "waits": request.GET.get("suite") == WAITS,
    }
    return render(request, "stories/registered.html", context)


def registration_of(token: UUID) -> Registration:
    """Return the registration a secret link names; 404 when there is none, or when its name was erased."""
    found = Registration.objects.named().filter(token=token).select_related("date__event__picture").first()
    if found is None:
        raise Http404
    return found


# Below, the address itself is the secret; and browsers send `Origin: null` from a page without referrer.


@csrf_exempt
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("event_registration", limit=10, per=TEN_MINUTES)
def registration(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show where a registration stands; on POST, come fewer."""
    found = registration_of(token)
    refused = ""
    form = FewerForm(request.POST or None, people=found.people)
    if request.method == "POST":
        if form.is_valid():
            try:
                registering.reduce_people(
                    registration=found, people=form.cleaned_data["people"], at=clock.now()
                )
                return redirect("stories:registration", token)
            except EventError as error:
                refused = error.reason
        found = registration_of(token)
    return _registration_page(request, found, form, refused, status=422 if form.errors or refused else 200)


@csrf_exempt
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("event_registration", limit=10, per=TEN_MINUTES)
def cancel(request: HttpRequest, token: UUID) -> HttpResponse:
    """Ask, then cancel a registration; who waits gets the place at once."""
    found = registration_of(token)
    if request.method == "POST":
        try:
            registering.cancel_registration(registration=found, at=clock.now())
        except RegistrationClosed as closed:
            return _registration_page(
                request, found, FewerForm(people=found.people), closed.reason, status=409
            )
        return redirect("stories:registration", token)
    if found.state == Registration.State.CANCELLED or found.date.has_begun_at(clock.now()):
        return redirect("stories:registration", token)
    return render(request, "stories/registration_cancel.html", _context(found))


@token_page
@require_safe
def registration_diary(request: HttpRequest, token: UUID) -> HttpResponse:
    """Send the date of a registration as a diary file."""
    date = registration_of(token).date
    return diary_response(date.event, [date], request)


def _registration_page(
    request: HttpRequest, found: Registration, form: FewerForm, refused: str, *, status: int
) -> HttpResponse:
    context = {**_context(found), "form": form, "refused": refused}
    return render(request, "stories/registration.html", context, status=status)


def _context(found: Registration) -> dict[str, object]:
    event = found.date.event
    territory = Territory.objects.for_page(event)
    return {
        "registration": found,
        "date": found.date,
        "event": event,
        "territory": territory,
        "zone": zone_of(event),
        "may_change": found.state != Registration.State.CANCELLED
        and not found.date.has_begun_at(clock.now()),
        "is_over": found.date.is_over_at(clock.now()),
        "kept_days": KEPT_AFTER.days,
    }
