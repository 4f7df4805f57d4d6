"""Turns pages that an editor picked, of any of the four types, into what their cards need; offers the themes' own."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from base.cards import Card, CardKind, card_kind, register_card

PICKABLE = ("campaigns.CampaignPage", "calls.CallPage", "stories.StoryPage", "stories.EventPage")
PICKED_KINDS = ("campaign", "call", "story", "event")


def cards_of(page_ids: Iterable[int]) -> list[Card]:
    """Return the cards of these pages in this order, each once; what the public may not see is left out.

    The number of queries does not depend on the number of pages.
    """
    order = list(dict.fromkeys(page_ids))
    if not order:
        return []
    found = {
        page_id: Card(name, item)
        for name in PICKED_KINDS
        for page_id, item in card_kind(name).load(order).items()
    }
    return [found[page_id] for page_id in order if page_id in found]


def _load(page_ids: Collection[int]) -> dict[int, Any]:
    from themes.models import ThemePage  # the page names what may be picked, so it is loaded after

    return dict(ThemePage.objects.visible().with_cards().in_bulk(page_ids))


def register_all() -> None:
    """Offer the card of a theme to the editors' blocks."""
    from themes.models import ThemePage

    register_card(CardKind("theme", ThemePage, _load, "components/theme_card.html", variable="theme"))
