"""Diary files of events."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from base import clock
from stories.calendar_file import calendar_file
from stories.models import EventDate, EventPage


@require_safe
def diary(request: HttpRequest, event: EventPage) -> HttpResponse:
    """Send every date of the event, or the one that `?date=` names; 404 for a date of another event."""
    dates = event.dates.all()
    if "date" in request.GET:
        dates = dates.filter(pk=asked_date(request))
        if not dates:
            raise Http404
    return diary_response(event, dates, request)


def asked_date(request: HttpRequest) -> int:
    """Return the number of the date the address names, or answer 404."""
    asked = request.GET.get("date", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 15):
        raise Http404
    return int(asked)


def diary_response(event: EventPage, dates: Iterable[EventDate], request: HttpRequest) -> HttpResponse:
    """Return the diary file of `dates` as a download."""
    content = calendar_file(event, dates, address=event.get_full_url(request), at=clock.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response
