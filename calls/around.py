"""What is already there around an idea: wishes, open calls, needs of projects under way, projects like it. By rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from base.french import words
from base.models import Territory
from calls.models import CallPage, Wish
from campaigns.models import Campaign
from stories.directory import schemes_for
from stories.models import SchemePage

READ_AT_MOST, SHOWN = 300, 3
NEEDS_SHOWN = 6
RULE = _(
    "Pourquoi ceux-ci : les projets dont le nom, la phrase, le quartier ou les mots-clés reprennent le plus de vos"
    " mots ; à égalité, les plus récents. Jamais selon les sommes."
)


@dataclass(frozen=True)
class Need:
    """Something a project under way looks for, without money."""

    text: str
    campaign: Campaign


@dataclass(frozen=True)
class Around:
    """What is shown beside the answer."""

    wishes: list[Wish] = field(default_factory=list)
    calls: list[CallPage] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    projects: list[Campaign] = field(default_factory=list)
    schemes: list[SchemePage] = field(default_factory=list)


def around(
    *, idea: str, call: CallPage, territory: Territory | None, at: datetime, with_schemes: bool
) -> Around:
    """Return what is there near the idea, in a constant number of queries."""
    asked = set(words(idea))
    wishes = Wish.objects.all() if territory is None else Wish.objects.filter(question__territory=territory)
    return Around(
        wishes=wishes.near(asked, limit=SHOWN),
        calls=list(
            CallPage.objects.visible()
            .in_territory(territory)
            .exclude(pk=call.pk)
            .open(at=at)
            .with_cards()[:SHOWN]
        ),
        needs=needs_near(asked, territory=territory, at=at),
        projects=projects_near(asked, territory=territory),
        schemes=schemes_for(territory=territory, tags=list(call.tags.all()), at=at) if with_schemes else [],
    )


def projects_near(asked: set[str], *, territory: Territory | None) -> list[Campaign]:
    """Return the projects that share the most words with the idea, none without words."""
    if not asked:
        return []
    rows = _visible(territory).order_by("-pk").prefetch_related("page__tags").select_related("page")
    scored = [(len(asked & _said(row)), row.pk) for row in rows[:READ_AT_MOST]]
    best = [pk for score, pk in sorted(scored, reverse=True)[:SHOWN] if score]
    found = Campaign.objects.filter(pk__in=best).with_cards()
    return sorted(found, key=lambda campaign: best.index(campaign.pk))


def needs_near(asked: set[str], *, territory: Territory | None, at: datetime) -> list[Need]:
    """Return what open projects look for, those nearest to the idea first, one for each project before a second."""
    rows = _visible(territory).open(at=at).exclude(page__other_help="").select_related("page").order_by("-pk")
    needs = [
        (-len(asked & set(words(text))), turn, -campaign.pk, Need(text, campaign))
        for campaign in rows[:READ_AT_MOST]
        for turn, text in enumerate(campaign.page.help_lines)
    ]
    return [need for *_order, need in sorted(needs, key=lambda row: row[:3])[:NEEDS_SHOWN]]


def _visible(territory: Territory | None):  # type: ignore[no-untyped-def]
    found = Campaign.objects.visible()
    return found if territory is None else found.in_territory(territory)


def _said(campaign: Campaign) -> set[str]:
    page = campaign.page
    tags = " ".join(tag.name for tag in page.tags.all())
    return set(words(f"{page.title} {page.summary} {page.neighbourhood} {tags}"))
