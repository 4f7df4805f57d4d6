"""The campaigns that an editorial page names."""

from __future__ import annotations

from typing import Any

from campaigns.models import Campaign


def campaigns_of(links: Any) -> list[Campaign]:
    """Return the campaigns the public may see among those that `links` name, in the links' order."""
    order = [link.campaign_page_id for link in links.all()]
    found = {c.page_id: c for c in Campaign.objects.visible().filter(page_id__in=order).with_cards()}
    return [found[page_id] for page_id in dict.fromkeys(order) if page_id in found]
