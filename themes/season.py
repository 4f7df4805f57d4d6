"""What makes a theme's page the home of its season besides what it gathers: figures, ways to help, related themes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from base.cards import Place, Words
from base.models import Tag, Territory
from campaigns.cards import figures_of
from campaigns.models import Campaign

if TYPE_CHECKING:
    from themes.models import ThemePage

FIGURES = ("funded", "backers", "given", "open")
HELP_SHOWN = 6
RELATED_SHOWN = 3


@dataclass(frozen=True)
class Help:
    """A way to help a project without money, in its holder's words."""

    words: str
    campaign: Campaign


@dataclass(frozen=True)
class SeasonHome:
    """The figures (as printed, with the words that follow), the ways to help and the neighbouring themes."""

    figures: list[tuple[str, Words]]
    help: list[Help]
    related: list[ThemePage]


def season_home(theme: ThemePage, place: Place, *, at: datetime) -> SeasonHome:
    """Return what the page of `theme`, which stands at `place`, adds to its gathering; a constant number of queries."""
    territory, tags = place.territory, place.tags
    if not tags:
        return SeasonHome([], [], [])
    return SeasonHome(
        figures=figures_of(FIGURES, territory=territory, tags=tags, at=at),
        help=_ways_to_help(tags, territory, at),
        related=related_themes(theme, tags),
    )


def _ways_to_help(tags: list[Tag], territory: Territory | None, at: datetime) -> list[Help]:
    """Return one wish of each open project of the theme, those that end first before the others."""
    campaigns = Campaign.objects.open(at=at).carrying(tags).exclude(page__other_help="")
    if territory is not None:
        campaigns = campaigns.in_territory(territory)
    first = campaigns.select_related("page").order_by("deadline", "pk")[:HELP_SHOWN]
    return [Help(campaign.page.help_lines[0], campaign) for campaign in first if campaign.page.help_lines]


def related_themes(theme: ThemePage, tags: list[Tag]) -> list[ThemePage]:
    """Return the published sisters of `theme` that carry one of `tags`, the most shared first, then the newest."""
    sisters = type(theme).objects.visible().sibling_of(theme, inclusive=False)
    shared = Count("tagged_items", filter=Q(tagged_items__tag__in=tags), distinct=True)
    found = sisters.annotate(shared=shared).filter(shared__gt=0)
    return list(found.order_by("-shared", "-first_published_at", "-pk").with_cards()[:RELATED_SHOWN])
