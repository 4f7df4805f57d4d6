"""What the slots of a page put in each place at a moment; content the public may not see is passed over. Pure reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import Page

from base.cards import visible_ids
from base.models import Territory
from calls.models import CallPage
from campaigns.models import Campaign
from home.models.slots import SINGLE_PLACES, Place, Slot
from stories.models import EventPage, StoryPage
from themes.models import ThemePage

MOST_TOGETHER = 6  # slots of one place shown at the same time


@dataclass(frozen=True)
class Placed:
    """One thing in a place: `item` is what its component shows, `page_id` the page it leads to.

    `slot` is the editors' choice that put it there, None when a rule did.
    """

    place: str
    item: Any
    page_id: int | None
    title: str
    slot: Slot | None = None

    @property
    def chosen(self) -> bool:
        """Whether an editor put it there."""
        return self.slot is not None


# How the things of a place are read, given the ids of public pages: only what still takes its place at that moment.
_READERS: dict[str, Callable[[Collection[int], datetime], Any]] = {
    Place.HEADLINE: lambda ids, at: ThemePage.objects.filter(pk__in=ids).with_cards(),
    Place.CAMPAIGN: lambda ids, at: Campaign.objects.visible().filter(page_id__in=ids).with_cards(),
    Place.CALL: lambda ids, at: CallPage.objects.filter(pk__in=ids).not_closed(at=at).with_cards(),
    Place.STORY: lambda ids, at: StoryPage.objects.filter(pk__in=ids).with_cards(),
    Place.EVENT: lambda ids, at: EventPage.objects.visible().upcoming(at=at).filter(pk__in=ids).with_cards(),
}


def most_together(place: str) -> int:
    """Return how many slots of a place are shown at the same time."""
    return 1 if place in SINGLE_PLACES else MOST_TOGETHER


def slots_in_force(page: Page, at: datetime, *, territory: Territory | None = None) -> list[Slot]:
    """Return the slots of `page` in force at `at`, those awaiting a needed approval left out, in the order shown."""
    territory = territory or Territory.objects.for_page(page)
    needs_approval = territory is not None and territory.programme_needs_approval
    rows = Slot.objects.of(page).in_force(at, approved_only=needs_approval)
    return list(rows.select_related("shown"))


def chosen_for(
    page: Page, *, at: datetime, territory: Territory | None = None
) -> defaultdict[str, list[Placed]]:
    """Return what the slots of `page` show at `at`, by place, in order. The queries do not grow with the slots."""
    found: defaultdict[str, list[Placed]] = defaultdict(list)
    if page.pk is None:
        return found
    slots = slots_in_force(page, at, territory=territory)
    public = visible_ids([slot.shown for slot in slots if slot.shown is not None])
    for place in {slot.place for slot in slots}:
        rows = [
            slot
            for slot in slots
            if slot.place == place and (slot.shown_id is None or slot.shown_id in public)
        ]
        if place in SINGLE_PLACES:
            rows.sort(key=lambda slot: (slot.starts_at, slot.pk), reverse=True)
        found[place] = _placed(place, rows, at=at)[: most_together(place)]
    return found


def place_of(place: str, item: Any, slot: Slot | None = None) -> Placed:
    """Return `item` (a page, or a campaign, known by its page) as it stands in a place."""
    page = item.page if isinstance(item, Campaign) else item
    return Placed(place, item, page.pk, page.title, slot)


def _placed(place: str, slots: list[Slot], *, at: datetime) -> list[Placed]:
    if place == Place.BANNER:
        return [Placed(place, slot, slot.shown_id, slot.text, slot) for slot in slots]
    wanted: dict[int, Slot] = {}
    for slot in slots:
        if slot.shown_id is not None:
            wanted.setdefault(slot.shown_id, slot)
    items = (
        {getattr(item, "page_id", item.pk): item for item in _READERS[place](list(wanted), at)}
        if wanted
        else {}
    )
    return [place_of(place, items[pk], slot) for pk, slot in wanted.items() if pk in items]
