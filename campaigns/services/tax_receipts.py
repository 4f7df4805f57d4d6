"""Tax receipts of an association: whether a pledge gives one, and making them once the campaign is paid out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import transaction

from campaigns.errors import ReceiptsNotYet
from campaigns.models import Campaign, Pledge, PledgeQuerySet, RewardTier, TaxReceipt
from campaigns.notices import tell_each
from campaigns.rules.rewards import legal_nature
from campaigns.rules.status import CampaignState, PledgeState
from campaigns.rules.tax_receipts import TaxAnswer, tax_answer
from campaigns.services.moves import lock_campaign
from campaigns.services.numbering import take_numbers, year_of
from campaigns.wording.offline import CARD

if TYPE_CHECKING:
    from accounts.models import User

BATCH = 200
"""Receipts made in one transaction: short enough that others do not wait for the series of numbers."""


def answer_for(
    *, campaign: Campaign, amount_cents: int, tier: RewardTier | None, is_person: bool = True
) -> TaxAnswer:
    """Answer « Mon soutien donne-t-il droit à un reçu fiscal ? » for an amount and a reward."""
    territory = campaign.territory
    return tax_answer(
        declared=campaign.gives_tax_receipts,
        is_person=is_person,
        amount_cents=amount_cents,
        nature=legal_nature(tier.kind if tier else None),
        value_cents=tier.value_cents if tier else 0,
        share_bps=territory.receipt_reward_share_bps,
        cap_cents=territory.receipt_reward_cap_cents,
    )


def pledge_answer(pledge: Pledge) -> TaxAnswer:
    """Answer for a pledge as it is."""
    return answer_for(
        campaign=pledge.campaign,
        amount_cents=pledge.amount_cents,
        tier=pledge.tier,
        is_person=pledge.backer_kind == Pledge.BackerKind.INDIVIDUAL,
    )


def asking(campaign: Campaign) -> PledgeQuerySet:
    """The pledges of a campaign that ask for a receipt, said where to send it, and stayed with the project."""
    return (
        Pledge.objects.counted()
        .filter(campaign=campaign, status=PledgeState.RELEASED, wants_tax_receipt=True)
        .exclude(postal_address="")
        .select_related("tier", "user", "offline")
        .order_by("paid_at", "pk")
    )


def receipts_due(campaign: Campaign) -> list[Pledge]:
    """The pledges whose receipt is not made yet, in the order of their payments."""
    rows = list(asking(campaign).filter(tax_receipt=None))
    for pledge in rows:
        pledge.campaign = campaign
    return [pledge for pledge in rows if pledge_answer(pledge) == TaxAnswer.GIVES]


def issue_receipts(*, campaign: Campaign, at: datetime, actor: User | None) -> int:
    """Make every receipt that is due and write to each backer; return how many. `ReceiptsNotYet` before the payout.

    Made in batches, each whole: stopped half-way, the next call makes the others, with the numbers that follow.
    """
    made = 0
    while batch := _issue_batch(campaign=campaign, at=at, actor=actor):
        made += batch
    return made


@transaction.atomic
def _issue_batch(*, campaign: Campaign, at: datetime, actor: User | None) -> int:
    campaign = lock_campaign(campaign.pk)
    organisation = campaign.organisation
    if campaign.status != CampaignState.SETTLED or not campaign.gives_tax_receipts or organisation is None:
        raise ReceiptsNotYet
    pledges = receipts_due(campaign)[:BATCH]
    if not pledges:
        return 0
    year = year_of(at, campaign.zone)
    first = take_numbers(f"tax_receipt:{organisation.pk}:{year}", len(pledges))
    TaxReceipt.objects.bulk_create(
        TaxReceipt(
            pledge=pledge,
            campaign=campaign,
            organisation=organisation,
            year=year,
            number=number,
            reference=f"{year}-{number:04d}",
            issued_at=at,
            issued_by=actor,
            amount_cents=pledge.amount_cents,
            content=_content(campaign, pledge),
        )
        for number, pledge in enumerate(pledges, start=first)
    )
    tell_each(pledges=[(pledge, "") for pledge in pledges], kind="tax_receipt_issued")
    return len(pledges)


def _content(campaign: Campaign, pledge: Pledge) -> dict[str, Any]:
    """Return everything the receipt says, as plain JSON: it must read the same in six years."""
    organisation = campaign.organisation
    assert organisation is not None
    assert pledge.paid_at is not None
    paid_on = pledge.paid_at.astimezone(ZoneInfo(campaign.zone)).date()
    return {
        "organisation": {
            "name": organisation.name,
            "address": organisation.address,
            "siret": organisation.spaced_siret,
            "rna": organisation.rna,
            "purpose": campaign.receipt_purpose,
        },
        "signatory": campaign.receipt_signatory,
        "giver": {"name": pledge.backer_name, "address": pledge.postal_address},
        "amount_cents": pledge.amount_cents,
        "paid_on": (pledge.offline.received_on if pledge.is_offline else paid_on).isoformat(),
        "way": pledge.offline.way if pledge.is_offline else CARD,
        "project": campaign.page.title,
        "pledge": pledge.reference,
        "reward_cents": pledge.tier.value_cents if pledge.tier else 0,
    }
