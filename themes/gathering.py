"""What a theme gathers: the editor's picks first, then everything visible that carries its tags, nothing twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext_lazy as _

from base.cards import Place, Words
from calls.models import CallPage
from campaigns.models import Campaign
from campaigns.rules.status import CampaignState
from stories.models import EventPage, KitPage, StoryPage
from themes.cards import Card, cards_of

if TYPE_CHECKING:
    from themes.models import ThemePage

CAMPAIGNS_PER_PAGE = 12
STORIES_SHOWN = 12
KITS_SHOWN = 6
ORDER_RULE = _(
    "Ordre de cette page : la sélection de l’équipe d’abord ; puis, dans chaque liste, ce à quoi l’on peut encore"
    " prendre part, ce qui se termine bientôt en tête, et le plus récent ensuite. Jamais selon les sommes recueillies."
)


GROUPS = (_("À soutenir maintenant"), _("En suspens"), _("Réussis"), _("Terminés"))


@dataclass(frozen=True)
class Gathering:
    """The content of a theme, in the order it is shown."""

    picks: list[Card]
    calls: list[CallPage]
    campaigns: PaginatorPage[Campaign]
    stories: list[StoryPage]
    events: list[EventPage]
    kits: list[KitPage]

    @property
    def campaign_groups(self) -> list[tuple[Words, list[Campaign]]]:
        """The campaigns of this page of the list by state, each under its heading; none when all are alike."""
        groups = groupby(self.campaigns, key=_heading_of)
        found: list[tuple[Words, list[Campaign]]] = [
            (GROUPS[number], list(campaigns)) for number, campaigns in groups
        ]
        return found if len(found) > 1 else [("", campaigns) for _words, campaigns in found]

    @property
    def is_empty(self) -> bool:
        """Whether the theme has nothing to show yet."""
        lists = (self.picks, self.calls, self.stories, self.events, self.kits)
        return not (any(lists) or self.campaigns.paginator.count)


def gather(theme: ThemePage, place: Place, *, at: datetime, page_number: str | None = None) -> Gathering:
    """Return what `theme`, which stands at `place`, shows at `at`; the campaigns are those of one page of the list.

    Lists are never ordered by money: open ways to take part first, ending soon before the others, then the latest.
    """
    territory, tags = place.territory, place.tags or []
    picked = [pick.page_id for pick in theme.picks.all() if pick.page_id]
    campaigns = Campaign.objects.visible().carrying(tags).exclude(page_id__in=picked)
    if territory is not None:
        campaigns = campaigns.in_territory(territory)
    campaigns = campaigns.ending_first(at=at).annotate(group=_group(at))
    campaigns = campaigns.order_by("group", *campaigns.query.order_by).with_cards()
    calls, stories, events, kits = (
        model.objects.visible().in_territory(territory).carrying(tags).exclude(pk__in=picked).with_cards()
        for model in (CallPage, StoryPage, EventPage, KitPage)
    )
    return Gathering(
        picks=cards_of(picked),
        calls=list(calls.open_first(at=at)),
        campaigns=Paginator(campaigns, CAMPAIGNS_PER_PAGE).get_page(page_number),
        stories=list(stories.newest_first()[:STORIES_SHOWN]),
        events=list(events.upcoming(at=at)),
        kits=list(kits.newest_first()[:KITS_SHOWN]),
    )


def _group(at: datetime) -> Case:
    """Return the number of the heading under which a campaign stands, in the order of `GROUPS`."""
    return Case(
        When(status=CampaignState.LIVE, deadline__gt=at, then=Value(0)),
        When(outcome="", then=Value(1)),
        When(outcome="funded", then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )


def _heading_of(campaign: Any) -> int:
    """Return the number that `_group` gave to a campaign of the list."""
    return int(campaign.group)
