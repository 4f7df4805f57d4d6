"""Writes the meetings of the demonstration; their dates come by themselves, as when an editor publishes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from wagtail.models import Page

from accounts.models import User
from home.demo.body import stream
from home.demo.clock import PARIS, Clock
from home.demo.gallery import Gallery
from home.demo.publishing import add_page, publish
from home.demo.registrations import REGISTRATIONS
from home.demo.shapes import Event
from stories.models import EventCampaign, EventPage
from stories.services.registering import register

ANNOUNCED_BEFORE = timedelta(days=10)
"""Between the announcement of an event and its first date, or the loading when that comes first."""
FIRST_REGISTRATION_BEFORE = timedelta(days=9)


def write_events(
    index: Page,
    events: Iterable[Event],
    campaigns: Mapping[str, Any],
    gallery: Gallery,
    clock: Clock,
    *,
    by: User,
) -> dict[str, EventPage]:
    """Write every event below the list, one page for each, however often it comes back; return them by slug."""
    return {event.slug: _write_event(index, event, campaigns, gallery, clock, by=by) for event in events}


def write_registrations(event: EventPage, clock: Clock) -> None:
    """Have people register for the one date of an event, one after the other over the last nine days."""
    date = event.dates.get()
    between = FIRST_REGISTRATION_BEFORE / (len(REGISTRATIONS) + 1)
    for position, registrant in enumerate(REGISTRATIONS):
        register(
            date=date,
            name=registrant.person.full_name,
            email=registrant.person.email,
            people=registrant.people,
            needs=registrant.needs,
            at=clock.now - FIRST_REGISTRATION_BEFORE + between * position,
        )


def _write_event(
    index: Page, event: Event, campaigns: Mapping[str, Any], gallery: Gallery, clock: Clock, *, by: User
) -> EventPage:
    day = clock.next_weekday(event.starts_in_days, event.on_weekday)
    starts_at = datetime.combine(day, time.fromisoformat(event.starts_at), tzinfo=PARIS)
    page = EventPage(
        title=event.title,
        slug=event.slug,
        summary=event.summary,
        picture=gallery.picture(event.picture),
        kind=event.kind,
        organiser=event.organiser,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=event.lasts_minutes),
        repeats=event.repeats,
        repeats_until=day + timedelta(weeks=event.repeats_for_weeks) if event.repeats_for_weeks else None,
        place=event.place,
        address=event.address,
        access=event.access,
        booking=event.booking,
        takes_registrations=event.takes_registrations,
        capacity=event.capacity,
        body=stream(event.body, gallery),
    )
    page.tags.add(*event.tags)
    page.campaign_links.set([EventCampaign(campaign_page=campaigns[slug]) for slug in event.campaigns])
    add_page(index, page, by=by)
    publish(page, by=by, at=min(clock.now, starts_at) - ANNOUNCED_BEFORE)
    return page
