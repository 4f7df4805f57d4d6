"""From a page to a live campaign: creating, terms, launch, suspension. Reviews are in `reviewing`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import transaction

from campaigns.errors import NotReady, OlderVersion, TermsFrozen
from campaigns.gateways import default_gateway
from campaigns.models import (
    BudgetLine,
    Campaign,
    CampaignPage,
    CampaignReview,
    CampaignTotals,
    RewardTier,
    StateChange,
    StretchGoal,
)
from campaigns.notices import tell_holder
from campaigns.rules.launch import LaunchTerms, Obstacle, obstacles
from campaigns.rules.recipients import RecipientKind
from campaigns.rules.status import CampaignState
from campaigns.rules.tax_receipts import Missing, missing_facts
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
    value_cents: int = 0
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
    rights: str = ""
    one_kind_reason: str = ""
    deliberation_reference: str = ""
    deliberation_date: date | None = None
    legal_basis: str = ""
    gives_tax_receipts: bool = False
    receipt_signatory: str = ""
    receipt_purpose: str = ""


TERMS_ROWS = ("tiers", "budget", "stretch")
TERMS_FIELDS = tuple(each.name for each in fields(Terms) if each.name not in TERMS_ROWS)


@transaction.atomic
def create_campaign(
    *,
    page: CampaignPage,
    territory: Territory,
    at: datetime,
    holder: User | None = None,
    commission_bps: int | None = None,
    goal_ceiling_cents: int | None = None,
    surplus_percent: int | None = None,
    actor: User | None = None,
) -> Campaign:
    """Create the draft campaign of a page; a page has one at most.

    Commission and ceilings are the territory's, unless the caller (a call for projects) has its own.
    """
    surplus = territory.surplus_percent if surplus_percent is None else surplus_percent
    campaign = Campaign.objects.create(
        page=page,
        territory=territory,
        holder=holder,
        holder_name=holder.public_name if holder else "",
        surplus_percent=surplus,
        surplus_ceiling_percent=surplus,
        goal_ceiling_cents=territory.goal_ceiling_cents if goal_ceiling_cents is None else goal_ceiling_cents,
        commission_bps=territory.commission_bps if commission_bps is None else commission_bps,
        zone=territory.zone,
        gateway=default_gateway(),
    )
    CampaignTotals.objects.create(campaign=campaign)
    StateChange.objects.create(campaign=campaign, before="", after=CampaignState.DRAFT, at=at, actor=actor)
    return campaign


@transaction.atomic
def save_terms(*, campaign: Campaign, terms: Terms, based_on: int | None = None) -> None:
    """Write the terms, tiers, budget and stretch goals of a campaign not yet launched; `TermsFrozen` after.

    `based_on` is the `terms_version` the writer had read: `OlderVersion` when somebody wrote since.
    """
    locked = lock_campaign(campaign.pk)
    if not locked.is_editable:
        raise TermsFrozen
    if based_on is not None and based_on != locked.terms_version:
        raise OlderVersion
    facts: dict[str, Any] = {name: getattr(terms, name) for name in TERMS_FIELDS}
    facts["terms_version"] = locked.terms_version + 1
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


def launch_obstacles(
    *, campaign: Campaign, at: datetime, page: CampaignPage | None = None
) -> tuple[Obstacle, ...]:
    """Return why the campaign may not launch at `at`, empty when it may.

    The words judged are those of `page`, by default the latest draft of the campaign's page.
    """
    words = page or campaign.page.get_latest_revision_as_object()
    lines = list(campaign.budget_lines.all())
    tiers = list(campaign.tiers.all())
    recipient, asked = campaign.recipient, campaign.recipient_under_way
    # Somebody else became the holder since: nobody may receive the money in their place.
    if recipient is not None and recipient.kind == RecipientKind.PERSON and recipient.account is not None:
        recipient = recipient if recipient.account.user_id == campaign.holder_id else None
    deliberation = (campaign.deliberation_reference, campaign.deliberation_date, campaign.legal_basis)
    return obstacles(
        LaunchTerms(
            threshold_cents=campaign.threshold_cents,
            goal_cents=campaign.goal_cents,
            surplus_percent=campaign.surplus_percent,
            deadline=campaign.deadline.astimezone(ZoneInfo(campaign.zone)) if campaign.deadline else None,
            tier_prices=tuple(tier.price_cents for tier in tiers),
            tier_kinds=tuple(tier.kind for tier in tiers),
            one_kind_reason=campaign.one_kind_reason,
            expenses_cents=sum(line.amount_cents for line in lines if line.kind == BudgetLine.Kind.EXPENSE),
            resources_cents=sum(line.amount_cents for line in lines if line.kind == BudgetLine.Kind.RESOURCE),
            goal_ceiling_cents=campaign.goal_ceiling_cents,
            surplus_ceiling_percent=campaign.surplus_ceiling_percent,
            has_holder=bool(campaign.holder_id and campaign.holder_name),
            page_is_published=words.live or campaign.page.latest_revision_id is not None,
            summary=words.summary,
            has_story=any(block["type"] == "text" for block in words.body.raw_data),
            other_help=words.other_help,
            who_benefits=words.who_benefits,
            public_duty=words.public_duty,
            rights=campaign.rights,
            needs_deliberation=campaign.holder_kind == Campaign.HolderKind.PUBLIC_BODY,
            deliberation_is_complete=all(deliberation),
            has_recipient=recipient is not None,
            recipient_is_asked=asked is not None,
            account_is_ready=recipient is not None and recipient.is_ready,
            declares_tax_receipts=campaign.gives_tax_receipts,
            tax_receipts_are_complete=not receipt_gaps(campaign),
        ),
        at=at,
    )


def receipt_gaps(campaign: Campaign) -> tuple[Missing, ...]:
    """Return what the declaration of tax receipts lacks; it is an association's, with an address."""
    organisation = campaign.organisation
    return missing_facts(
        is_association=organisation is not None and organisation.kind == "association",
        signatory=campaign.receipt_signatory,
        purpose=campaign.receipt_purpose,
        address=organisation.address if organisation else "",
    )


@transaction.atomic
def launch(*, campaign: Campaign, at: datetime, actor: User | None = None) -> None:
    """Open an approved campaign to pledges, publish the words that were approved, and freeze its terms.

    `NotReady` with the reasons when it may not.
    """
    campaign = lock_campaign(campaign.pk)
    publish_approved(campaign=campaign, actor=actor)
    page = campaign.page
    reasons = launch_obstacles(campaign=campaign, at=at, page=page)
    if not page.live and Obstacle.PAGE_NOT_PUBLISHED not in reasons:
        reasons = (*reasons, Obstacle.PAGE_NOT_PUBLISHED)
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


def publish_approved(*, campaign: Campaign, actor: User | None) -> None:
    """Publish the revision that was approved, unless the public already sees it or one an editor published since."""
    approved = campaign.reviews.filter(verdict=CampaignReview.Verdict.APPROVED).first()
    page = campaign.page
    if approved is None or approved.revision is None:
        return
    if page.live and (page.live_revision_id or 0) >= approved.revision.pk:
        return
    approved.revision.publish(user=actor, skip_permission_checks=True)
    page.refresh_from_db()


def frozen_terms(campaign: Campaign) -> dict[str, Any]:
    """Return what may not change after launch, in the form kept in `launched_terms` and compared by `check_ledger`.

    Who receives the money is the exception: a moderated change writes it again (`recipient_moves.make_current`).
    """
    recipient = campaign.recipient
    account = recipient.account if recipient is not None else None
    return {
        "threshold_cents": campaign.threshold_cents,
        "goal_cents": campaign.goal_cents,
        "surplus_percent": campaign.surplus_percent,
        "commission_bps": campaign.commission_bps,
        "deadline": campaign.deadline.astimezone(ZoneInfo("UTC")).isoformat() if campaign.deadline else None,
        "tiers": {
            str(pk): price for pk, price in campaign.tiers.order_by("pk").values_list("pk", "price_cents")
        },
        "recipient": str(recipient.uuid) if recipient is not None else "",
        "account": account.remote_id if account is not None else "",
        "tier_values": {
            str(pk): value for pk, value in campaign.tiers.order_by("pk").values_list("pk", "value_cents")
        },
        "tax_receipts": [campaign.gives_tax_receipts, campaign.receipt_signatory, campaign.receipt_purpose],
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


def written_terms(campaign: Campaign) -> Terms:
    """Return the terms as they are, for a writer who changes some of them with `dataclasses.replace`."""
    facts = {name: getattr(campaign, name) for name in TERMS_FIELDS}
    return Terms(
        **facts,
        tiers=[
            TierDraft(pk=tier.pk, **{name: getattr(tier, name) for name in TIER_FIELDS})
            for tier in campaign.tiers.order_by("position", "pk")
        ],
        budget=[
            BudgetDraft(line.kind, line.label, line.amount_cents) for line in campaign.budget_lines.all()
        ],
        stretch=[StretchDraft(goal.amount_cents, goal.title) for goal in campaign.stretch_goals.all()],
    )
