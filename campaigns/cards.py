"""What campaigns offer to the editors' blocks: their card, the rules that choose them, figures from the books."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
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
from campaigns.rules.status import CampaignState

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


def figures_of(
    codes: Iterable[str], *, territory: Territory | None, tags: Collection[Tag] | None, at: datetime
) -> list[tuple[str, Words]]:
    """Return these figures as they are printed, in this order, those that are nothing left out; one query for all."""
    wanted = list(codes)
    columns = {code: FIGURES[code].column(at) for code in wanted}
    counted = campaigns_here(territory, tags).aggregate(**columns)
    return [FIGURES[code].written(counted[code]) for code in wanted if counted[code]]


def _compute(code: str) -> Any:
    def compute(
        *, territory: Territory | None, tags: Collection[Tag] | None, at: datetime
    ) -> tuple[str, Words] | None:
        return next(iter(figures_of([code], territory=territory, tags=tags, at=at)), None)

    return compute


def _open_at(at: datetime) -> Q:
    return Q(status=CampaignState.LIVE, deadline__gt=at)


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


@dataclass(frozen=True)
class CampaignFigure:
    """A figure over visible campaigns: its name for editors, what the database counts, how it is written."""

    label: Words
    column: Callable[[datetime], Any]
    written: Callable[[int], tuple[str, Words]]


FIGURES = {
    "given": CampaignFigure(
        _("Euros réunis par les projets réussis"),
        lambda at: Sum("decided_cents", filter=Q(outcome="funded")),
        _given_words,
    ),
    "held": CampaignFigure(
        _("Euros confiés aux projets en cours"),
        lambda at: Sum("totals__held_cents", filter=Q(totals__held_cents__gt=0) & _open_at(at)),
        _held_words,
    ),
    "backers": CampaignFigure(_("Soutiens apportés"), lambda at: Sum("totals__backers"), _backers_words),
    "funded": CampaignFigure(
        _("Projets réussis"), lambda at: Count("pk", filter=Q(outcome="funded")), _funded_words
    ),
    "open": CampaignFigure(_("Projets à soutenir"), lambda at: Count("pk", filter=_open_at(at)), _open_words),
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
    for code, one in FIGURES.items():
        register_figure(Figure(code, one.label, _compute(code)))
