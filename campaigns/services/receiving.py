"""Saying who receives a campaign's money: the holder, an organisation, a hosting association that is asked first.

Before the launch the choice takes effect at once. After it, it is a change with a reason, that the moderators read and
that waits for its account (`recipient_changes`); once the payout is decided, nothing changes any more.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.access import can as may_for
from campaigns.access import may_choose_recipient
from campaigns.errors import NotTheirs, RecipientFixed
from campaigns.links import hosting_digest, hosting_token
from campaigns.models import Campaign, Recipient
from campaigns.notices import ask_host
from campaigns.rules.recipients import UNDER_WAY, RecipientKind, RecipientState
from campaigns.services.moves import lock_campaign
from campaigns.services.recipient_moves import account_row, add_recipient, move_recipient, refuse_when_fixed

if TYPE_CHECKING:
    from accounts.models import Organisation, User

HOSTING_LASTS = timedelta(days=14)


@transaction.atomic
def receive_oneself(*, campaign: Campaign, by: User, at: datetime, reason: str = "") -> Recipient:
    """Let the holder receive the money in person: their own act is their agreement."""
    locked = lock_campaign(campaign.pk)
    if locked.holder_id != by.pk:
        raise NotTheirs
    return _choose(locked, RecipientKind.PERSON, by=by, at=at, reason=reason, user=by)


@transaction.atomic
def receive_through(
    *, campaign: Campaign, organisation: Organisation, by: User, at: datetime, reason: str = ""
) -> Recipient:
    """Let an organisation that `by` administers receive the money: their act is its agreement."""
    locked = lock_campaign(campaign.pk)
    if not may_choose_recipient(by, locked) or not may_for(by, "manage_account", organisation):
        raise NotTheirs
    return _choose(locked, RecipientKind.ORGANISATION, by=by, at=at, reason=reason, organisation=organisation)


def _choose(
    campaign: Campaign,
    kind: RecipientKind,
    *,
    by: User,
    at: datetime,
    reason: str,
    user: User | None = None,
    organisation: Organisation | None = None,
) -> Recipient:
    moderated = refuse_when_fixed(campaign)
    account = account_row(gateway=campaign.gateway, at=at, user=user, organisation=organisation)
    current = campaign.recipient
    if current is not None and current.account_id == account.pk and current.kind == kind:
        return current  # the same answer again changes nothing
    return add_recipient(
        campaign=campaign,
        kind=kind,
        state=RecipientState.IN_REVIEW if moderated else RecipientState.CURRENT,
        by=by,
        account=account,
        public_name=account.owner_name,
        proposed_at=at,
        answered_by=by,
        answered_at=at,
        reason=reason if moderated else "",
    )


@transaction.atomic
def ask_hosting(*, campaign: Campaign, email: str, by: User, at: datetime, reason: str = "") -> Recipient:
    """Ask a hosting association, by a link that serves once, whether it receives the money for the project."""
    locked = lock_campaign(campaign.pk)
    if not may_choose_recipient(by, locked):
        raise NotTheirs
    moderated = refuse_when_fixed(locked)
    number = uuid.uuid4()
    recipient = add_recipient(
        campaign=locked,
        uuid=number,
        kind=RecipientKind.HOST,
        state=RecipientState.INVITED,
        by=by,
        proposed_at=at,
        reason=reason if moderated else "",
        invited_email=email.strip().lower(),
        token_hash=hosting_digest(hosting_token(number)),
        expires_at=at + HOSTING_LASTS,
    )
    ask_host(recipient=recipient, by=by)
    return recipient


@transaction.atomic
def withdraw_proposal(*, campaign: Campaign, by: User, at: datetime) -> None:
    """Take back who was proposed and is not current yet; nothing happens when nobody is."""
    locked = lock_campaign(campaign.pk)
    if not may_choose_recipient(by, locked):
        raise RecipientFixed
    pending = locked.recipient_under_way
    if pending is not None and pending.state in UNDER_WAY:
        move_recipient(recipient=pending, to=RecipientState.WITHDRAWN, at=at, actor=by)
