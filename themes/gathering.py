"""What a theme gathers: the editor's picks first, then everything visible that carries its tags, nothing twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from base.models import Territory
from calls.models import CallPage
from campaigns.models import Campaign
from stories.models import EventPage, StoryPage
from stories.querysets import next_of_each
from themes.cards import Card, cards_of

if TYPE_CHECKING:
    from themes.models import ThemePage

CAMPAIGNS_PER_PAGE = 12
STORIES_SHOWN = 12
ORDER_RULE = _(
    "Ordre de cette page : la sélection de l’équipe d’abord ; puis, dans chaque liste, ce à quoi l’on peut encore"
    " prendre part, ce qui se termine bientôt en tête, et le plus récent ensuite. Jamais selon les sommes recueillies."
)


@dataclass(frozen=True)
class Gathering:
    """The content of a theme, in the order it is shown."""

    picks: list[Card]
    calls: list[CallPage]
    campaigns: PaginatorPage[Campaign]
    stories: list[StoryPage]
    events: list[EventPage]

    @property
    def is_empty(self) -> bool:
        """Whether the theme has nothing to show yet."""
        return not (self.picks or self.calls or self.campaigns.paginator.count or self.stories or self.events)


def gather(theme: ThemePage, *, at: datetime, page_number: str | None = None) -> Gathering:
    """Return what `theme` shows at `at`, the campaigns being those of one page of the list.

    Lists are never ordered by money: open ways to take part first, ending soon before the others, then the latest.
    """
    territory = Territory.objects.for_page(theme)
    tags = list(theme.tags.all())
    picked = [pick.page_id for pick in theme.picks.all() if pick.page_id]
    campaigns = Campaign.objects.visible().carrying(tags).exclude(page_id__in=picked)
    if territory is not None:
        campaigns = campaigns.in_territory(territory)
    campaigns = campaigns.ending_first(at=at).with_cards()
    calls, stories, events = (
        model.objects.visible().in_territory(territory).carrying(tags).exclude(pk__in=picked).with_cards()
        for model in (CallPage, StoryPage, EventPage)
    )
    return Gathering(
        picks=cards_of(picked),
        calls=list(calls.open_first(at=at)),
        campaigns=Paginator(campaigns, CAMPAIGNS_PER_PAGE).get_page(page_number),
        stories=list(stories.newest_first()[:STORIES_SHOWN]),
        events=next_of_each(events.upcoming(at=at)),
    )
