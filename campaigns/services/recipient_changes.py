"""A change of who receives the money, after the launch: read by the moderators, then in force with its account."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from campaigns.errors import MoveRefused, RecipientFixed
from campaigns.models import Campaign, PayoutAccount, Recipient
from campaigns.notices import tell_holder
from campaigns.rules.recipients import RecipientState
from campaigns.services.moves import lock_campaign
from campaigns.services.recipient_moves import make_current, move_recipient, refuse_when_fixed

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def approve_change(*, campaign: Campaign, at: datetime, actor: User | None = None) -> None:
    """Agree to the change that waits: it is in force at once when its account is in order, else once it is."""
    locked, recipient = _to_review(campaign)
    refuse_when_fixed(locked)
    move_recipient(recipient=recipient, to=RecipientState.VERIFYING, at=at, actor=actor)
    if recipient.is_ready:
        make_current(recipient=recipient, campaign=locked, at=at, actor=actor)
    else:
        tell_holder(campaign=locked, kind="recipient_approved", at=at, reason=recipient.public_name)


@transaction.atomic
def refuse_change(*, campaign: Campaign, at: datetime, reason: str, actor: User | None = None) -> None:
    """Refuse the change that waits: the former recipient stays, the holder reads why."""
    locked, recipient = _to_review(campaign)
    move_recipient(recipient=recipient, to=RecipientState.REFUSED, at=at, actor=actor, verdict_reason=reason)
    tell_holder(campaign=locked, kind="recipient_refused", at=at, reason=reason)


def _to_review(campaign: Campaign) -> tuple[Campaign, Recipient]:
    locked = lock_campaign(campaign.pk)
    recipient = locked.recipient_under_way
    if recipient is None or recipient.state != RecipientState.IN_REVIEW:
        raise MoveRefused(recipient.state if recipient else "", RecipientState.VERIFYING)
    recipient.campaign = locked
    return locked, recipient


def take_verified(*, at: datetime, account: PayoutAccount | None = None) -> int:
    """Let the approved changes whose account is in order take effect; one that comes too late is withdrawn."""
    rows = Recipient.objects.filter(state=RecipientState.VERIFYING, account__payouts_enabled=True)
    if account is not None:
        rows = rows.filter(account=account)
    done = 0
    for found in rows.order_by("pk"):
        with transaction.atomic():
            campaign = lock_campaign(found.campaign_id)
            recipient = campaign.recipient_under_way
            if recipient is None or recipient.state != RecipientState.VERIFYING or not recipient.is_ready:
                continue
            recipient.campaign = campaign
            try:
                make_current(recipient=recipient, campaign=campaign, at=at)
            except RecipientFixed:
                move_recipient(recipient=recipient, to=RecipientState.WITHDRAWN, at=at)
            done += 1
    return done
