"""An event as a calendar file, for telephones and diaries."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

from base.blocks import plain_text

if TYPE_CHECKING:
    from stories.models import EventPage

PRODUCT = "-//Terreau//Rendez-vous//FR"


def calendar_file(event: EventPage, *, address: str, at: datetime) -> bytes:
    """Return the iCalendar text of `event`; `address` is its page's full address, `at` the time of writing, for drafts.

    Times are written in UTC, which every diary turns into the reader's own; the identifier stays the same when the
    event is edited, so that importing again moves the entry instead of doubling it.
    """
    entry = Event()
    entry.add("uid", f"{event.translation_key}@terreau")
    entry.add("dtstamp", (event.last_published_at or at).astimezone(UTC))
    entry.add("summary", event.title)
    if event.starts_at:
        entry.add("dtstart", event.starts_at.astimezone(UTC))
    if event.ends_at:
        entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("location", ", ".join(part for part in (event.place, event.address) if part))
    entry.add(
        "description", "\n\n".join(part for part in (event.summary, plain_text(event.body), address) if part)
    )
    entry.add("url", address)
    diary = Calendar()
    diary.add("prodid", PRODUCT)
    diary.add("version", "2.0")
    diary.add("method", "PUBLISH")
    diary.add_component(entry)
    return bytes(diary.to_ical())
