"""Slips to pay otherwise than on line: made by anybody, reserving nothing, found by their code."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from campaigns.errors import CampaignClosed
from campaigns.models import Campaign, PaymentSlip, Pledge, RewardTier
from campaigns.rules.offline import CODE_ALPHABET, CODE_LENGTH, last_day, read_code
from campaigns.services.pledging import Backer, check_amount

KEPT = timedelta(days=30)
"""After the deadline: money sent in time may still be on its way."""
TRIES = 5


def make_slip(
    *,
    campaign: Campaign,
    amount_cents: int,
    backer: Backer,
    at: datetime,
    tier: RewardTier | None = None,
    shown_as: str = Pledge.ShownAs.NAME,
    message: str = "",
    wants_tax_receipt: bool = False,
) -> PaymentSlip:
    """Keep what somebody wants to pay otherwise than on line, under a code to print.

    Nothing is reserved, neither money nor reward: that is done when the money is taken in. Raises `TierMismatch`,
    `AmountOutOfBounds`, or `CampaignClosed` once the last day to bring money has passed.
    """
    check_amount(campaign, amount_cents, tier)
    if not takes_slips(campaign, at=at):
        raise CampaignClosed
    for _try in range(TRIES):
        code = "".join(secrets.choice(CODE_ALPHABET) for _each in range(CODE_LENGTH))
        try:
            with transaction.atomic():
                return PaymentSlip.objects.create(
                    code=code,
                    campaign=campaign,
                    tier=tier,
                    amount_cents=amount_cents,
                    user=backer.user,
                    backer_kind=backer.kind,
                    backer_name=backer.name,
                    organisation_name=backer.organisation_name,
                    backer_email=backer.email.strip(),
                    postal_address=backer.postal_address,
                    shown_as=shown_as,
                    message=message,
                    wants_tax_receipt=wants_tax_receipt,
                    created_at=at,
                )
        except IntegrityError:  # the code is another slip's
            continue
    raise RuntimeError("no free code for a slip")


def takes_slips(campaign: Campaign, *, at: datetime) -> bool:
    """Tell whether money may still be brought for this campaign: it takes pledges, and its last day has not passed."""
    last = last_slip_day(campaign)
    if last is None or not campaign.accepts_pledges_at(at):
        return False
    return at.astimezone(ZoneInfo(campaign.zone)).date() <= last


def last_slip_day(campaign: Campaign) -> date | None:
    """Return the last day on which money may be brought for this campaign, None before it has a deadline."""
    if campaign.deadline is None:
        return None
    days = campaign.territory.offline_days_before
    return last_day(campaign.deadline, zone=campaign.zone, days_before=days)


def find_slip(text: str) -> PaymentSlip | None:
    """Return the slip of a code, however it was typed."""
    rows = PaymentSlip.objects.select_related("campaign__page", "campaign__territory", "tier", "pledge")
    return rows.filter(code=read_code(text)).first()


def forget_slips(*, at: datetime) -> int:
    """Erase the slips of campaigns over for a month; return how many. What was taken in stays in its pledge."""
    old = PaymentSlip.objects.filter(campaign__deadline__lt=at - KEPT)
    return old.delete()[0]
