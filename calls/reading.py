"""What a call's own page shows beside its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from base import clock
from campaigns.models import Campaign
from stories.models import EventPage

if TYPE_CHECKING:
    from calls.models import CallPage, CallResult


def call_details(call: CallPage) -> dict[str, Any]:
    """Return the call page's own context, in a constant number of queries."""
    retained = retained_by(call)
    return {
        "retained": retained,
        "campaigns": [campaign for _row, campaign in retained if campaign is not None],
        "events": events_of(call),
    }


def retained_by(call: CallPage) -> list[tuple[CallResult, Campaign | None]]:
    """Return the projects the jury kept, in order, each with its campaign when the public may see it."""
    rows = list(call.retained.all())
    wanted = {row.campaign_page_id for row in rows if row.campaign_page_id}
    found = {c.page_id: c for c in Campaign.objects.visible().filter(page_id__in=wanted).with_cards()}
    return [(row, found.get(row.campaign_page_id)) for row in rows]


def events_of(call: CallPage) -> list[EventPage]:
    """Return the call's published events, those to come first."""
    wanted = [link.event_page_id for link in call.event_links.all()]
    return list(EventPage.objects.visible().filter(pk__in=wanted).coming_first(at=clock.now()).with_cards())
