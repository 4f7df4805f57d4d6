"""The « à examiner » flag beside a campaign's state."""

from __future__ import annotations

from campaigns.models import Campaign


def flag_campaign(*, campaign_id: int, reason: str) -> None:
    """Raise the flag; a reason already there is kept, the new one is added while there is room."""
    row = Campaign.objects.filter(pk=campaign_id)
    known = row.filter(needs_attention=True).values_list("attention_reason", flat=True).first() or ""
    if reason in known:
        return
    row.update(needs_attention=True, attention_reason=" · ".join(filter(None, (known, reason)))[:240])
