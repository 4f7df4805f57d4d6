"""From a page to a live campaign: creating, terms, review, launch, suspension."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import transaction

from campaigns.errors import NotReady, TermsFrozen
from campaigns.gateways import default_gateway
from campaigns.models import (
    BudgetLine,
    Campaign,
    CampaignPage,
    CampaignTotals,
    RewardTier,
    StateChange,
    StretchGoal,
)
from campaigns.notices import tell_holder
from campaigns.rules.launch import LaunchTerms, Obstacle, obstacles
from campaigns.rules.status import CampaignState
from campaigns.services.books import open_accounts
from campaigns.services.moves import lock_campaign, move_campaign

if TYPE_CHECKING:
    from accounts.models import Organisation, User
    from base.models import Territory


@dataclass(frozen=True)
class TierDraft:
    """A reward tier as edited; `pk` names an existing one. Price in cents."""

    title: str
    kind: str
    price_cents: int
    description: str = ""
    limit: int | None = None
    delivery_month: date | None = None
    hand_over: str = "on_site"
    pk: int | None = None


TIER_FIELDS = tuple(each.name for each in fields(TierDraft) if each.name != "pk")


@dataclass(frozen=True)
class BudgetDraft:
    """A budget line as edited; `kind` is expense or resource."""

    kind: str
    label: str
    amount_cents: int


@dataclass(frozen=True)
class StretchDraft:
    """A stretch goal as edited."""

    amount_cents: int
    title: str


@dataclass(frozen=True)
class Terms:
    """Everything the « Conditions » screen writes. Amounts in cents, deadline aware."""

    holder: User | None
    holder_name: str
    holder_kind: str
    threshold_cents: int
    goal_cents: int
    surplus_percent: int
    deadline: datetime | None
    organisation: Organisation | None = None
    tiers: Sequence[TierDraft] = field(default_factory=tuple)
    budget: Sequence[BudgetDraft] = field(default_factory=tuple)
    stretch: Sequence[StretchDraft] = field(default_factory=tuple)


@transaction.atomic
def create_campaign(
    *,
    page: CampaignPage,
    territory: Territory,
    at: datetime,
    holder: User | None = None,
    commission_bps: int | None = None,
    actor: User | None = None,
) -> Campaign:
    """Create the draft campaign of a page, with the territory's defaults; a page has one at most."""
    campaign = Campaign.objects.create(
        page=page,
        territory=territory,
        holder=holder,
        holder_name=holder.public_name if holder else "",
        surplus_percent=territory.surplus_percent,
        commission_bps=territory.commission_bps if commission_bps is None else commission_bps,
        zone=territory.zone,
        gateway=default_gateway(),
    )
    CampaignTotals.objects.create(campaign=campaign)
    StateChange.objects.create(campaign=campaign, before="", after=CampaignState.DRAFT, at=at, actor=actor)
    return campaign


@transaction.atomic
def save_terms(*, campaign: Campaign, terms: Terms) -> None:
    """Write the terms, tiers, budget and stretch goals of a campaign not yet launched; `TermsFrozen` after."""
    if not lock_campaign(campaign.pk).is_editable:
        raise TermsFrozen
    facts: dict[str, Any] = {
        name: getattr(terms, name)
        for name in (
            "holder", "organisation", "holder_name", "holder_kind", "threshold_cents", "goal_cents",
            "surplus_percent", "deadline",
        )
    }  # fmt: skip
    Campaign.objects.filter(pk=campaign.pk).update(**facts)
    for name, value in facts.items():
        setattr(campaign, name, value)
    kept = {draft.pk for draft in terms.tiers if draft.pk}
    RewardTier.objects.filter(campaign=campaign).exclude(pk__in=kept).delete()
    for position, draft in enumerate(terms.tiers):
        tier = {name: getattr(draft, name) for name in TIER_FIELDS} | {"position": position}
        if not draft.pk or not RewardTier.objects.filter(campaign=campaign, pk=draft.pk).update(**tier):
            RewardTier.objects.create(campaign=campaign, **tier)
    BudgetLine.objects.filter(campaign=campaign).delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(
            campaign=campaign,
            kind=line.kind,
            label=line.label,
            amount_cents=line.amount_cents,
            position=position,
        )
        for position, line in enumerate(terms.budget)
    )
    StretchGoal.objects.filter(campaign=campaign).delete()
    StretchGoal.objects.bulk_create(
        StretchGoal(campaign=campaign, amount_cents=goal.amount_cents, title=goal.title)
        for goal in terms.stretch
    )


def launch_obstacles(*, campaign: Campaign, at: datetime) -> tuple[Obstacle, ...]:
    """Return why the campaign may not launch at `at`, empty when it may."""
    lines = list(campaign.budget_lines.all())
    return obstacles(
        LaunchTerms(
            threshold_cents=campaign.threshold_cents,
            goal_cents=campaign.goal_cents,
            surplus_percent=campaign.surplus_percent,
            deadline=campaign.deadline.astimezone(ZoneInfo(campaign.zone)) if campaign.deadline else None,
            tier_prices=tuple(campaign.tiers.values_list("price_cents", flat=True)),
            expenses_cents=sum(line.amount_cents for line in lines if line.kind == BudgetLine.Kind.EXPENSE),
            resources_cents=sum(line.amount_cents for line in lines if line.kind == BudgetLine.Kind.RESOURCE),
            goal_ceiling_cents=campaign.territory.goal_ceiling_cents,
            surplus_ceiling_percent=campaign.territory.surplus_percent,
            has_holder=bool(campaign.holder_id and campaign.holder_name),
            page_is_published=campaign.page.live,
        ),
        at=at,
    )


@transaction.atomic
def submit(*, campaign: Campaign, at: datetime, actor: User | None = None) -> None:
    """Hand a draft to the moderators; `NotReady` with the reasons when terms are missing.

    The page may still be unpublished: publishing it is the moderators' and editors' last step.
    """
    reasons = tuple(
        code for code in launch_obstacles(campaign=campaign, at=at) if code != Obstacle.PAGE_NOT_PUBLISHED
    )
    if reasons:
        raise NotReady(reasons)
    move_campaign(campaign=campaign, to=CampaignState.SUBMITTED, at=at, actor=actor)


@transaction.atomic
def approve(*, campaign: Campaign, at: datetime, actor: User | None = None) -> None:
    """Accept a submitted campaign: it may be launched."""
    move_campaign(campaign=campaign, to=CampaignState.APPROVED, at=at, actor=actor)


@transaction.atomic
def ask_changes(*, campaign: Campaign, at: datetime, reason: str, actor: User | None = None) -> None:
    """Send a submitted campaign back to its holder with what to change."""
    move_campaign(campaign=campaign, to=CampaignState.NEEDS_CHANGES, at=at, actor=actor, reason=reason)
    tell_holder(campaign=campaign, kind="campaign_needs_changes", at=at, reason=reason)


@transaction.atomic
def refuse(*, campaign: Campaign, at: datetime, reason: str, actor: User | None = None) -> None:
    """Refuse a submitted campaign, with the reasons its holder reads."""
    move_campaign(campaign=campaign, to=CampaignState.REFUSED, at=at, actor=actor, reason=reason)
    tell_holder(campaign=campaign, kind="campaign_refused", at=at, reason=reason)


@transaction.atomic
def launch(*, campaign: Campaign, at: datetime, actor: User | None = None) -> None:
    """Open an approved campaign to pledges and freeze its terms; `NotReady` with the reasons when it may not."""
    campaign = lock_campaign(campaign.pk)
    reasons = launch_obstacles(campaign=campaign, at=at)
    if reasons:
        raise NotReady(reasons)
    open_accounts(campaign)
    CampaignTotals.objects.filter(campaign=campaign).update(
        takes_pledges=True, ceiling_cents=campaign.ceiling_cents
    )
    move_campaign(
        campaign=campaign,
        to=CampaignState.LIVE,
        at=at,
        actor=actor,
        launched_at=at,
        launched_terms=frozen_terms(campaign),
    )
    tell_holder(campaign=campaign, kind="campaign_launched", at=at)


def frozen_terms(campaign: Campaign) -> dict[str, Any]:
    """Return what may not change after launch, in the form kept in `launched_terms` and compared by `check_ledger`."""
    return {
        "threshold_cents": campaign.threshold_cents,
        "goal_cents": campaign.goal_cents,
        "surplus_percent": campaign.surplus_percent,
        "commission_bps": campaign.commission_bps,
        "deadline": campaign.deadline.astimezone(ZoneInfo("UTC")).isoformat() if campaign.deadline else None,
        "tiers": {
            str(pk): price for pk, price in campaign.tiers.order_by("pk").values_list("pk", "price_cents")
        },
    }


@transaction.atomic
def suspend(*, campaign: Campaign, at: datetime, reason: str, actor: User | None = None) -> None:
    """Stop taking pledges for a time; the deadline does not move, reservations in course may still be paid."""
    locked = lock_campaign(campaign.pk)
    move_campaign(campaign=locked, to=CampaignState.SUSPENDED, at=at, actor=actor, reason=reason)
    CampaignTotals.objects.filter(campaign=locked).update(takes_pledges=False)
    campaign.status = locked.status


@transaction.atomic
def resume(*, campaign: Campaign, at: datetime, actor: User | None = None) -> None:
    """Take pledges again."""
    locked = lock_campaign(campaign.pk)
    move_campaign(campaign=locked, to=CampaignState.LIVE, at=at, actor=actor)
    CampaignTotals.objects.filter(campaign=locked).update(takes_pledges=True)
    campaign.status = locked.status
