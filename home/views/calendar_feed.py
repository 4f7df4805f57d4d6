"""The editorial calendar for diaries, at a secret address: nobody signs in."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.caching import token_page
from base.rate_limits import address_key, rate_limited
from home.calendar import entries, lanes_asked, territories_of
from home.calendar_feed import AHEAD, BEHIND, feed, link_of

# A diary asks some times an hour; the rest is somebody trying addresses.
ASKED_AT_MOST, PER = 120, timedelta(hours=1)


@require_safe
@rate_limited("calendar.feed", limit=ASKED_AT_MOST, per=PER, methods=("GET", "HEAD"), key=address_key)
@token_page
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Send what the person may edit of the last two months and the next twelve; 404 for a dead address."""
    link = link_of(token)
    if link is None:
        raise Http404
    at = timezone.now()
    lanes = lanes_asked(request.GET.getlist("voie"))
    territories = territories_of(link.user)
    found = [
        entry
        for territory in territories
        for entry in entries(territory, since=at - BEHIND, until=at + AHEAD, at=at, lanes=lanes)
    ]
    content = feed(
        found,
        name=_("Calendrier éditorial"),
        zone=territories[0].zone if territories else settings.TIME_ZONE,
        address=request.build_absolute_uri("/").rstrip("/"),
        at=at,
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="calendrier-editorial.ics"'
    return response
