"""What stories and events offer to the editors' blocks: their cards and the rules that choose them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from base.cards import Card, CardKind, CardRule, register_card, register_rule
from base.models import Tag, Territory
from stories.models import EventPage, KitPage, SchemePage, StoryPage


def newest_stories(
    *, territory: Territory | None, tags: Collection[Tag] | None, at: datetime, limit: int
) -> list[Card]:
    """Return the stories of the latest dates."""
    found = StoryPage.objects.visible().in_territory(territory)
    found = found if tags is None else found.carrying(tags)
    return [Card("story", story) for story in found.newest_first().with_cards()[:limit]]


def coming_events(
    *, territory: Territory | None, tags: Collection[Tag] | None, at: datetime, limit: int
) -> list[Card]:
    """Return the events to come whose next date is nearest."""
    found = EventPage.objects.visible().in_territory(territory)
    found = (found if tags is None else found.carrying(tags)).upcoming(at=at).with_cards()
    return [Card("event", event) for event in found[:limit]]


def register_all() -> None:
    """Offer all of it to the blocks."""
    for name, model in (("story", StoryPage), ("event", EventPage), ("scheme", SchemePage), ("kit", KitPage)):
        register_card(
            CardKind(
                name,
                model,
                lambda ids, model=model: model.objects.visible().with_cards().in_bulk(ids),  # type: ignore[misc]
                f"components/{name}_card.html",
                variable=name,
            )
        )
    register_rule(CardRule("coming_events", _("Prochains rendez-vous"), coming_events))
    register_rule(CardRule("newest_stories", _("Derniers récits"), newest_stories))
