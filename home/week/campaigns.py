"""Lines about campaigns: to review, about to end, holders who say nothing. No amount of money here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.db.models import DateTimeField, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from base.dates_display import day, moment
from base.models import Territory
from campaigns.models import Campaign, Recipient, UpdatePage
from campaigns.rules.recipients import CHANGED_WITH_CARE, RecipientState
from campaigns.rules.status import CampaignState
from home.models import Place, Slot
from home.week.items import SHOWN, Item, Topic

ENDING_WITHIN = timedelta(days=7)
SILENT_WHILE_LIVE = timedelta(days=21)
SILENT_AFTERWARDS = timedelta(days=60)
FORGOTTEN_AFTER = timedelta(days=540)  # a year and a half later nobody is asked for news any more
MOST = 4 * SHOWN


def to_review(territory: Territory, *, at: datetime) -> list[Item]:
    """Campaigns submitted and waiting for a moderator, the first come first."""
    waiting = (
        Campaign.objects.in_territory(territory)
        .filter(status=CampaignState.SUBMITTED)
        .select_related("page")
        .annotate(submitted_at=Max("changes__at", filter=Q(changes__after=CampaignState.SUBMITTED)))
        .order_by("submitted_at", "pk")[:MOST]
    )
    return [
        Item(
            Topic.REVIEW,
            campaign.page.title,
            _("Projet soumis le %(day)s par %(holder)s : il attend votre lecture.")
            % {
                "day": day(campaign.submitted_at or campaign.created_at, territory.zone),
                "holder": campaign.holder_name,
            },
            _("Relire"),
            reverse("campaign_reading", args=[campaign.page_id]),
        )
        for campaign in waiting
    ]


def recipients_to_review(territory: Territory, *, at: datetime) -> list[Item]:
    """Launched campaigns whose holder asks that somebody else receive the money, the first come first."""
    waiting = (
        Recipient.objects.filter(
            state=RecipientState.IN_REVIEW,
            campaign__territory=territory,
            campaign__status__in=CHANGED_WITH_CARE,
        )
        .select_related("campaign__page")
        .order_by("proposed_at", "pk")[:MOST]
    )
    return [
        Item(
            Topic.REVIEW,
            recipient.campaign.page.title,
            _("Changement de bénéficiaire demandé le %(day)s : il attend votre réponse.")
            % {"day": day(recipient.proposed_at, territory.zone)},
            _("Répondre"),
            reverse("campaign_terms", args=[recipient.campaign.page_id]),
        )
        for recipient in waiting
    ]


def ending(territory: Territory, *, at: datetime) -> list[Item]:
    """Open campaigns whose deadline comes within a week, and whether the front page shows them until then."""
    rows = list(
        Campaign.objects.open(at=at)
        .in_territory(territory)
        .filter(deadline__lte=at + ENDING_WITHIN)
        .select_related("page", "totals")
        .order_by("deadline", "pk")[:MOST]
    )
    featured = set(
        Slot.objects.in_territory(territory)
        .in_force(at)
        .filter(place=Place.CAMPAIGN, shown__in=[campaign.page_id for campaign in rows])
        .values_list("shown_id", flat=True)
    )
    return [_ending(campaign, territory, is_featured=campaign.page_id in featured) for campaign in rows]


def _ending(campaign: Campaign, territory: Territory, *, is_featured: bool) -> Item:
    assert campaign.deadline is not None
    words = {"moment": moment(campaign.deadline, campaign.zone)}
    if campaign.threshold_met:
        reason = _("Finit %(moment)s. Le seuil est atteint.") % words
    else:
        reason = _("Finit %(moment)s. Le seuil n’est pas encore atteint.") % words
    if is_featured:
        return Item(
            Topic.CAMPAIGNS,
            campaign.page.title,
            f"{reason} {_('Elle est à la une.')}",
            _("Voir la page"),
            campaign.page.url or "",
            due=campaign.deadline,
        )
    asked = urlencode(
        {"page": territory.root_page_id, "place": Place.CAMPAIGN.value, "shown": campaign.page_id}
    )
    return Item(
        Topic.CAMPAIGNS,
        campaign.page.title,
        f"{reason} {_('Elle n’est pas à la une.')}",
        _("Mettre à la une"),
        f"{reverse('slots:add')}?{asked}",
        due=campaign.deadline,
    )


def silent_holders(territory: Territory, *, at: datetime) -> list[Item]:
    """Public campaigns without news for too long: three weeks while they collect, two months once funded."""
    # Between two paths the index finds the few pages below a campaign's; a prefix would read them all for each.
    below = (OuterRef("page__path"), Concat(OuterRef("page__path"), Value("Z" * (UpdatePage.steplen + 1))))
    news = (
        UpdatePage.objects.filter(live=True, path__range=below)
        .order_by("-first_published_at")
        .values("first_published_at")[:1]
    )
    heard = Coalesce(
        Subquery(news, output_field=DateTimeField()),
        "decided_at",
        "launched_at",
        output_field=DateTimeField(),
    )
    rows = (
        Campaign.objects.visible()
        .in_territory(territory)
        .annotate(heard_at=heard)
        .filter(
            Q(status=CampaignState.LIVE, deadline__gt=at, heard_at__lt=at - SILENT_WHILE_LIVE)
            | Q(
                outcome="funded",
                decided_at__gt=at - FORGOTTEN_AFTER,
                heard_at__lt=at - SILENT_AFTERWARDS,
            )
        )
        .select_related("page", "holder")
        .order_by("heard_at", "pk")[:MOST]
    )
    return [_silent(campaign, territory) for campaign in rows]


def _silent(campaign: Any, territory: Territory) -> Item:
    holder = campaign.holder.email if campaign.holder else ""
    subject = _("Des nouvelles de « %(project)s » ?") % {"project": campaign.page.title}
    return Item(
        Topic.HOLDERS,
        campaign.page.title,
        _("Aucune nouvelle publiée depuis le %(day)s ; ceux qui ont soutenu attendent la suite.")
        % {"day": day(campaign.heard_at, territory.zone)},
        _("Écrire au porteur") if holder else _("Voir la page"),
        f"mailto:{quote(holder, safe='@')}?subject={quote(subject)}" if holder else campaign.page.url or "",
    )
