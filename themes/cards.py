"""Turns pages that an editor picked, of any of the four types, into what their cards need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from calls.models import CallPage
from campaigns.models import Campaign
from stories.models import EventPage, StoryPage

PICKABLE = ("campaigns.CampaignPage", "calls.CallPage", "stories.StoryPage", "stories.EventPage")


@dataclass(frozen=True)
class Card:
    """One card: `kind` (campaign, call, story, event) says which component shows `item`."""

    kind: str
    item: Campaign | CallPage | StoryPage | EventPage


def cards_of(page_ids: Iterable[int]) -> list[Card]:
    """Return the cards of these pages in this order, each once; what the public may not see is left out.

    The number of queries does not depend on the number of pages.
    """
    order = list(dict.fromkeys(page_ids))
    if not order:
        return []
    found: dict[int, Card] = {
        campaign.page_id: Card("campaign", campaign)
        for campaign in Campaign.objects.visible().filter(page_id__in=order).with_cards()
    }
    for kind, model in (("call", CallPage), ("story", StoryPage), ("event", EventPage)):
        for page in model.objects.visible().filter(pk__in=order).with_cards():
            found[page.pk] = Card(kind, page)
    return [found[page_id] for page_id in order if page_id in found]
