"""A hosting association answers: it receives the money and passes it on, or declines. Its link serves once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.access import can as may_for
from campaigns.errors import HostingUnusable, NotTheirs, RecipientFixed
from campaigns.links import hosting_digest
from campaigns.models import Recipient, RecipientQuerySet
from campaigns.notices import tell_holder
from campaigns.rules.recipients import HIGHEST_FEE_BPS, RecipientState
from campaigns.services.moves import lock_campaign
from campaigns.services.recipient_moves import account_row, make_current, move_recipient, refuse_when_fixed

if TYPE_CHECKING:
    from accounts.models import Organisation, User


def hosting_of(token: str, *, at: datetime) -> Recipient:
    """Return the request a link names; `HostingUnusable` when there is none, or it serves no more."""
    return _usable(Recipient.objects.filter(token_hash=hosting_digest(token)), at=at)


def waiting_hosting(number: str, *, at: datetime) -> Recipient:
    """Return the request whose link the visitor followed before; `HostingUnusable` when it serves no more."""
    return _usable(Recipient.objects.filter(uuid=number), at=at)


def _usable(rows: RecipientQuerySet, *, at: datetime) -> Recipient:
    found = rows.select_related("campaign__page", "campaign__territory", "proposed_by").first()
    if found is None:
        raise HostingUnusable("unknown")
    if found.state == RecipientState.WITHDRAWN:
        raise HostingUnusable("withdrawn")
    if found.state != RecipientState.INVITED:
        raise HostingUnusable("answered")
    if found.is_expired_at(at):
        raise HostingUnusable("expired")
    try:
        refuse_when_fixed(found.campaign)
    except RecipientFixed as error:
        raise HostingUnusable("over") from error
    return found


@transaction.atomic
def accept_hosting(
    *, recipient: Recipient, organisation: Organisation, fee_bps: int, by: User, at: datetime
) -> Recipient:
    """Take the project in, in the name of an organisation that `by` administers, for a fee said publicly."""
    campaign = lock_campaign(recipient.campaign_id)
    found = waiting_hosting(str(recipient.uuid), at=at)
    found.campaign = campaign
    if not may_for(by, "manage_account", organisation) or not 0 <= fee_bps <= HIGHEST_FEE_BPS:
        raise NotTheirs
    facts = {
        "account": account_row(gateway=campaign.gateway, at=at, organisation=organisation),
        "public_name": organisation.name,
        "fee_bps": fee_bps,
        "answered_by": by,
        "answered_at": at,
    }
    if refuse_when_fixed(campaign):
        move_recipient(recipient=found, to=RecipientState.IN_REVIEW, at=at, actor=by, **facts)
    else:
        make_current(recipient=found, campaign=campaign, at=at, actor=by, **facts)
    tell_holder(campaign=campaign, kind="hosting_accepted", at=at, reason=organisation.name)
    return found


@transaction.atomic
def refuse_hosting(*, recipient: Recipient, reason: str, by: User | None, at: datetime) -> None:
    """Decline: whoever holds the link may, without an account; the holder reads the reason."""
    campaign = lock_campaign(recipient.campaign_id)
    found = waiting_hosting(str(recipient.uuid), at=at)
    move_recipient(
        recipient=found,
        to=RecipientState.REFUSED,
        at=at,
        actor=by,
        answered_by=by,
        answered_at=at,
        verdict_reason=reason,
    )
    tell_holder(campaign=campaign, kind="hosting_refused", at=at, reason=reason)
