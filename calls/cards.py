"""What calls offer to the editors' blocks: their card and the rules that choose them, alone or among campaigns."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from base.cards import Card, CardKind, CardRule, register_card, register_rule
from base.models import Tag, Territory
from calls.models import CallPage
from campaigns.cards import campaigns_here


def open_calls(
    *, territory: Territory | None, tags: Collection[Tag] | None, at: datetime, limit: int
) -> list[Card]:
    """Return the calls one may answer, the first to close first."""
    found = CallPage.objects.visible().in_territory(territory)
    found = found if tags is None else found.carrying(tags)
    return [Card("call", call) for call in found.open(at=at).with_cards()[:limit]]


def ways_to_take_part(
    *, territory: Territory | None, tags: Collection[Tag] | None, at: datetime, limit: int
) -> list[Card]:
    """Return the calls and campaigns that are open, whichever ends first."""
    calls = open_calls(territory=territory, tags=tags, at=at, limit=limit)
    campaigns = campaigns_here(territory, tags).open(at=at).order_by("deadline", "pk").with_cards()[:limit]
    dated = [(card.item.closes_at, card) for card in calls]
    dated += [(campaign.deadline, Card("campaign", campaign)) for campaign in campaigns]
    return [card for _ends_at, card in sorted(dated, key=lambda pair: pair[0])][:limit]


def _load(page_ids: Collection[int]) -> dict[int, CallPage]:
    return dict(CallPage.objects.visible().with_cards().in_bulk(page_ids))


def register_all() -> None:
    """Offer all of it to the blocks."""
    register_card(CardKind("call", CallPage, _load, "components/call_card.html", variable="call"))
    register_rule(CardRule("open_calls", _("Appels ouverts"), open_calls))
    register_rule(CardRule("taking_part", _("Où prendre part"), ways_to_take_part))
