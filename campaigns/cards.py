"""What campaigns offer to the editors' blocks: their card, the rules that choose them, figures from the books."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from base.cards import (
    Card,
    CardKind,
    CardRule,
    Figure,
    Words,
    register_card,
    register_figure,
    register_rule,
    register_visibility,
)
from base.models import Tag, Territory
from base.money_display import euros
from campaigns.models import Campaign, CampaignPage, CampaignQuerySet, UpdatePage

SOON = timedelta(days=15)


def campaigns_here(territory: Territory | None, tags: Collection[Tag] | None) -> CampaignQuerySet:
    """Return the campaigns the public sees in a territory, those that carry one of `tags` unless None."""
    found = Campaign.objects.visible()
    if territory is not None:
        found = found.in_territory(territory)
    return found if tags is None else found.carrying(tags)


def _load(page_ids: Collection[int]) -> dict[int, Campaign]:
    found = Campaign.objects.visible().filter(page_id__in=page_ids).with_cards()
    return {campaign.page_id: campaign for campaign in found}


def _visible_pages(page_ids: Collection[int]) -> Iterable[int]:
    return Campaign.objects.visible().filter(page_id__in=page_ids).values_list("page_id", flat=True)


def _visible_news(page_ids: Collection[int]) -> list[int]:
    above = {
        pk: path[: -UpdatePage.steplen]
        for pk, path in UpdatePage.objects.filter(pk__in=page_ids).values_list("pk", "path")
    }
    shown = Campaign.objects.visible().filter(page__path__in=above.values())
    paths = set(shown.values_list("page__path", flat=True))
    return [pk for pk, path in above.items() if path in paths]


def _rule(choose: Callable[[CampaignQuerySet, datetime], CampaignQuerySet]) -> Any:
    def find(
        *, territory: Territory | None, tags: Collection[Tag] | None, at: datetime, limit: int
    ) -> list[Card]:
        chosen = choose(campaigns_here(territory, tags), at).with_cards()[:limit]
        return [Card("campaign", campaign) for campaign in chosen]

    return find


def _figure(column: Any, written: Callable[[int], tuple[str, Words]], narrow: Any = None) -> Any:
    def compute(
        *, territory: Territory | None, tags: Collection[Tag] | None, at: datetime
    ) -> tuple[str, Words] | None:
        found = campaigns_here(territory, tags)
        counted = (narrow(found, at) if narrow else found).aggregate(counted=column)["counted"]
        return written(counted) if counted else None

    return compute


def _funded(campaigns: CampaignQuerySet, at: datetime) -> CampaignQuerySet:
    return campaigns.filter(outcome="funded")


def _open(campaigns: CampaignQuerySet, at: datetime) -> CampaignQuerySet:
    return campaigns.open(at=at)


def _given_words(cents: int) -> tuple[str, Words]:
    return euros(cents), _("réunis pour les projets qui ont atteint leur seuil")


def _held_words(cents: int) -> tuple[str, Words]:
    return euros(cents), _("déjà confiés aux projets en cours, conservés jusqu’à leur échéance")


def _backers_words(number: int) -> tuple[str, Words]:
    return str(number), ngettext(
        "soutien apporté à un projet d’ici", "soutiens apportés à des projets d’ici", number
    )


def _funded_words(number: int) -> tuple[str, Words]:
    return str(number), ngettext("projet a trouvé ses soutiens", "projets ont trouvé leurs soutiens", number)


def _open_words(number: int) -> tuple[str, Words]:
    return str(number), ngettext("projet attend votre soutien", "projets attendent votre soutien", number)


RULES = {
    "ending_soon": (
        _("Bientôt terminés"),
        lambda found, at: found.open(at=at).filter(deadline__lte=at + SOON).order_by("deadline", "pk"),
    ),
    "just_launched": (
        _("Tout juste lancés"),
        lambda found, at: found.open(at=at).order_by("-launched_at", "-pk"),
    ),
    "funded_lately": (
        _("Réussis récemment"),
        lambda found, at: found.filter(outcome="funded").order_by("-decided_at", "-pk"),
    ),
}
FIGURES = {
    "given": (
        _("Euros réunis par les projets réussis"),
        _figure(Sum("decided_cents"), _given_words, _funded),
    ),
    "held": (
        _("Euros confiés aux projets en cours"),
        _figure(Sum("totals__held_cents", filter=Q(totals__held_cents__gt=0)), _held_words, _open),
    ),
    "backers": (_("Soutiens apportés"), _figure(Sum("totals__backers"), _backers_words)),
    "funded": (_("Projets réussis"), _figure(Count("pk"), _funded_words, _funded)),
    "open": (_("Projets à soutenir"), _figure(Count("pk"), _open_words, _open)),
}


def register_all() -> None:
    """Offer all of it to the blocks."""
    register_card(
        CardKind("campaign", CampaignPage, _load, "components/campaign_card.html", variable="campaign")
    )
    register_visibility(CampaignPage, _visible_pages)
    register_visibility(UpdatePage, _visible_news)
    for code, (label, choose) in RULES.items():
        register_rule(CardRule(code, label, _rule(choose)))
    for code, (label, compute) in FIGURES.items():
        register_figure(Figure(code, label, compute))
