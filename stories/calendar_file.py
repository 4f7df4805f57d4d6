"""An event's dates as a calendar file, for telephones and diaries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

from base.blocks import plain_text

if TYPE_CHECKING:
    from stories.models import EventDate, EventPage

PRODUCT = "-//Terreau//Rendez-vous//FR"


def calendar_file(event: EventPage, dates: Iterable[EventDate], *, address: str, at: datetime) -> bytes:
    """Return the iCalendar text of `dates`; `address` is the page's full address, `at` the time of writing.

    Times are written in UTC, which every diary turns into the reader's own. A date keeps its identifier when it is
    moved or cancelled, so that importing again changes the entry instead of doubling it.
    """
    diary = Calendar()
    diary.add("prodid", PRODUCT)
    diary.add("version", "2.0")
    diary.add("method", "PUBLISH")
    for date in dates:
        diary.add_component(_entry(event, date, address=address, at=at))
    return bytes(diary.to_ical())


def _entry(event: EventPage, date: EventDate, *, address: str, at: datetime) -> Event:
    entry = Event()
    entry.add("uid", f"{event.translation_key}-{date.pk}@terreau")
    entry.add("dtstamp", at.astimezone(UTC))
    entry.add("summary", event.title)
    entry.add("dtstart", date.starts_at.astimezone(UTC))
    if date.ends_at:
        entry.add("dtend", date.ends_at.astimezone(UTC))
    entry.add("status", "CANCELLED" if date.cancelled_at else "CONFIRMED")
    entry.add("location", ", ".join(part for part in (event.place, event.address) if part))
    words = (date.cancel_reason, event.summary, plain_text(event.body), address)
    entry.add("description", "\n\n".join(part for part in words if part))
    entry.add("url", address)
    return entry
