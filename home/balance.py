"""The balance of a year: what the front page and the themes put forward, against what was proposed. Pure reads.

Only editors' choices count as put forward (`Showing.chosen`): what a rule fills in favours nobody by construction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.models import Territory
from campaigns.models import Campaign
from campaigns.models.pages import CampaignTag
from campaigns.rules.status import PUBLIC_STATES, CampaignState
from home.models import Place, Showing
from themes.models import ThemePage, ThemePick, ThemeTag

YEAR = timedelta(days=365)
Words = str | Promise
NOWHERE = _("sans quartier dit")
NO_THEME = _("dans aucun thème")
# Upper bounds of the goal in cents, and the words of each size.
SIZES: tuple[tuple[int, Words], ...] = (
    (200_000, _("jusqu’à 2 000 €")),
    (500_000, _("de 2 000 à 5 000 €")),
    (1_000_000, _("de 5 000 à 10 000 €")),
)
LARGER = _("plus de 10 000 €")
NEVER_SHOWN = 60
NOT_PROPOSED = (CampaignState.DRAFT,)


@dataclass(frozen=True)
class Line:
    """One group of projects: how many were proposed, opened to the public, put forward, and for how many days."""

    label: Words
    proposed: int
    public: int
    featured: int
    days: int
    proposed_percent: int
    days_percent: int


@dataclass(frozen=True)
class Table:
    """One way of grouping; a project may be in two themes, and counts in each."""

    code: str
    title: Words
    lines: list[Line]


@dataclass(frozen=True)
class Balance:
    """Twelve months of showing, by four groupings, and the projects nobody ever put forward."""

    since: datetime
    until: datetime
    tables: list[Table]
    never: list[Campaign]  # the latest ones, `NEVER_SHOWN` at most
    never_more: int
    proposed: int
    featured: int


@dataclass
class _Sum:
    """What is added up for one group."""

    proposed: int = 0
    public: int = 0
    featured: int = 0
    seconds: int = 0


def balance_of(territory: Territory, *, at: datetime) -> Balance:
    """Return the balance of the twelve months before `at`; a constant number of queries."""
    since = at - YEAR
    campaigns = list(
        Campaign.objects.in_territory(territory)
        .exclude(status__in=NOT_PROPOSED)
        .filter(
            Q(created_at__gte=since) | Q(launched_at__gte=since) | Q(deadline__gte=since), created_at__lte=at
        )
        .select_related("page", "totals")
        .order_by("-launched_at", "-pk")
    )
    shown = _seconds_shown(territory, since, at)
    themes = _themes_of(territory, [campaign.page_id for campaign in campaigns])
    groupings: tuple[tuple[str, Words, Callable[[Campaign], Iterable[Words]]], ...] = (
        ("theme", _("Par thème"), lambda one: themes.get(one.page_id) or [NO_THEME]),
        ("place", _("Par quartier"), lambda one: [one.page.neighbourhood or NOWHERE]),
        ("size", _("Par taille"), lambda one: [size_of(one.goal_cents)]),
        ("holder", _("Par nature de porteur"), lambda one: [one.get_holder_kind_display()]),
    )
    never = [campaign for campaign in campaigns if campaign.is_public and campaign.page_id not in shown]
    return Balance(
        since=since,
        until=at,
        tables=[_table(code, title, campaigns, shown, by) for code, title, by in groupings],
        never=never[:NEVER_SHOWN],
        never_more=max(len(never) - NEVER_SHOWN, 0),
        proposed=len(campaigns),
        featured=sum(campaign.page_id in shown for campaign in campaigns),
    )


def size_of(goal_cents: int) -> Words:
    """Return the words of the size of a project, by its goal in cents."""
    return next((words for bound, words in SIZES if goal_cents <= bound), LARGER)


def _seconds_shown(territory: Territory, since: datetime, until: datetime) -> dict[int, int]:
    """Return for how long editors showed each campaign page in the period, two places at once counted twice."""
    shown: dict[int, int] = defaultdict(int)
    rows = (
        Showing.objects.in_territory(territory)
        .during(since, until)
        .filter(place=Place.CAMPAIGN, chosen=True, shown__isnull=False)
        .values_list("shown_id", "starts_at", "ends_at")
    )
    for page_id, starts_at, ends_at in rows:
        length = min(ends_at or until, until) - max(starts_at, since)
        shown[page_id] += max(int(length.total_seconds()), 0)
    return dict(shown)


def _themes_of(territory: Territory, page_ids: list[int]) -> dict[int, list[Words]]:
    """Return the titles of the published themes that gather each campaign page by a keyword or by hand."""
    titles = dict(ThemePage.objects.live().in_territory(territory).values_list("pk", "title"))
    by_tag = defaultdict(set)
    for tag_id, theme_id in ThemeTag.objects.filter(content_object__in=titles).values_list(
        "tag_id", "content_object_id"
    ):
        by_tag[tag_id].add(theme_id)
    found: dict[int, set[int]] = defaultdict(set)
    wanted = set(page_ids)
    for page_id, tag_id in CampaignTag.objects.filter(tag__in=by_tag).values_list(
        "content_object_id", "tag_id"
    ):
        if page_id in wanted:
            found[page_id] |= by_tag[tag_id]
    for theme_id, page_id in ThemePick.objects.filter(theme__in=titles).values_list("theme_id", "page_id"):
        if page_id in wanted:
            found[page_id].add(theme_id)
    return {page_id: sorted(titles[pk] for pk in themes) for page_id, themes in found.items()}


def _table(
    code: str,
    title: Words,
    campaigns: list[Campaign],
    shown: dict[int, int],
    by: Callable[[Campaign], Iterable[Words]],
) -> Table:
    sums: dict[str, _Sum] = defaultdict(_Sum)
    for campaign in campaigns:
        for label in by(campaign):
            one = sums[str(label)]
            one.proposed += 1
            one.public += campaign.status in PUBLIC_STATES
            one.featured += campaign.page_id in shown
            one.seconds += shown.get(campaign.page_id, 0)
    proposed = sum(one.proposed for one in sums.values())
    seconds = sum(one.seconds for one in sums.values())
    lines = [
        Line(
            label=label,
            proposed=one.proposed,
            public=one.public,
            featured=one.featured,
            days=round_days(one.seconds),
            proposed_percent=_percent(one.proposed, proposed),
            days_percent=_percent(one.seconds, seconds),
        )
        for label, one in sums.items()
    ]
    return Table(code, title, sorted(lines, key=lambda line: (-line.proposed, str(line.label))))


def round_days(seconds: int) -> int:
    """Return whole days, any beginning of the first one counted as a day."""
    days: Any = (seconds + 43_200) // 86_400
    return max(int(days), 1 if seconds else 0)


def _percent(part: int, whole: int) -> int:
    return (200 * part + whole) // (2 * whole) if whole else 0
