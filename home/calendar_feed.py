"""The editorial calendar as a feed for diaries, and the secret in its address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts.groups import EDITORS, belongs
from home.calendar_entries import Entry
from home.models import CalendarLink

PRODUCT = "-//Terreau//Agenda//FR"
BEHIND, AHEAD = timedelta(days=61), timedelta(days=366)
REFRESHED_EVERY = timedelta(hours=1)
# The separator may stand in an address as it is; the salt keeps this signature from being used elsewhere.
_signer = Signer(salt="home.calendar_feed", sep="~")


def token_of(link: CalendarLink) -> str:
    """Return the secret of a link: its person and version, signed; nothing in it may be changed."""
    return _signer.sign_object([link.user_id, link.version])


def link_of(token: str) -> CalendarLink | None:
    """Return the link whose secret this is, None for any other, an old one, or a person who edits no more."""
    try:
        user_id, version = _signer.unsign_object(token)
    except (BadSignature, ValueError, TypeError):
        return None
    link = CalendarLink.objects.filter(user_id=user_id, version=version).select_related("user").first()
    return link if link is not None and belongs(link.user, EDITORS) else None


def feed(found: Iterable[Entry], *, name: str, zone: str, address: str, at: datetime) -> bytes:
    """Return the iCalendar text of entries; `address` is the site's, before the address of each screen.

    Identifiers stay the same when an entry moves, so that a diary moves it instead of doubling it. What lasts takes
    no time of its reader: it is marked as transparent.
    """
    diary = Calendar()
    diary.add("prodid", PRODUCT)
    diary.add("version", "2.0")
    diary.add("method", "PUBLISH")
    diary.add("x-wr-calname", name)
    diary.add("x-wr-timezone", zone)
    diary.add("refresh-interval", REFRESHED_EVERY, parameters={"value": "DURATION"})
    diary.add("x-published-ttl", REFRESHED_EVERY)
    for entry in found:
        diary.add_component(_written(entry, address=address, at=at))
    return bytes(diary.to_ical())


def _written(entry: Entry, *, address: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.lane}-{entry.key}@terreau")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("summary", _("[brouillon] %(title)s") % {"title": entry.title} if entry.draft else entry.title)
    if entry.all_day:
        event.add("dtstart", entry.starts.date())
        if entry.ends:
            event.add("dtend", entry.ends.date())
    else:
        event.add("dtstart", entry.starts.astimezone(UTC))
        if entry.ends:
            event.add("dtend", entry.ends.astimezone(UTC))
    event.add("transp", "TRANSPARENT")
    event.add("url", f"{address}{entry.url}")
    event.add("description", "\n".join(part for part in (entry.detail, f"{address}{entry.url}") if part))
    return event
