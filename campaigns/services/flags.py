"""The « à examiner » flag beside a campaign's state: raised by whatever nobody can explain, lowered by a person."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from base.audit import record
from campaigns.errors import FlagChanged
from campaigns.models import Campaign

if TYPE_CHECKING:
    from accounts.models import User


def flag_campaign(*, campaign_id: int, reason: str) -> None:
    """Raise the flag; a reason already there is kept, the new one is added while there is room."""
    row = Campaign.objects.filter(pk=campaign_id)
    known = row.filter(needs_attention=True).values_list("attention_reason", flat=True).first() or ""
    if reason in known:
        return
    row.update(needs_attention=True, attention_reason=" · ".join(filter(None, (known, reason)))[:240])


@transaction.atomic
def clear_attention(*, campaign: Campaign, seen: str, reason: str, at: datetime, actor: User) -> None:
    """Lower the flag of a campaign once a person has looked; `reason` stays in the audit trail, with what it said.

    `seen` is what the flag said to that person: `FlagChanged` when it says something else by now, or nothing, so that
    nobody lowers what they have not read. ValueError without a reason. Whatever is still wrong raises it again.
    """
    if not reason.strip():
        raise ValueError("a flag is lowered with a reason")
    row = Campaign.objects.filter(pk=campaign.pk, needs_attention=True, attention_reason=seen)
    if not row.update(needs_attention=False, attention_reason=""):
        raise FlagChanged
    record(
        "campaign.attention_cleared",
        actor=actor,
        subject=campaign,
        detail={"flag": seen, "reason": reason.strip()},
        at=at,
    )
    campaign.needs_attention, campaign.attention_reason = False, ""
