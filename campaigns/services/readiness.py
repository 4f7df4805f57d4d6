"""What several campaigns still lack before their launch, read together in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from campaigns.models import Campaign, CampaignPage, Recipient
from campaigns.rules.launch import Obstacle
from campaigns.services.launching import launch_obstacles

# The words of a page that a launch looks at.
WORDS = ("title", "summary", "body", "other_help", "who_benefits", "public_duty")


def obstacles_of(campaign_ids: Iterable[int], *, at: datetime) -> dict[int, tuple[Obstacle, ...]]:
    """Return, by campaign, what would keep it from launching at `at`; its page is published by the launch itself."""
    rows = (
        Campaign.objects.filter(pk__in=list(campaign_ids))
        .select_related("page__latest_revision")
        .prefetch_related(
            "tiers",
            "budget_lines",
            Prefetch("recipients", queryset=Recipient.objects.select_related("account")),
        )
    )
    return {
        row.pk: tuple(
            code
            for code in launch_obstacles(campaign=row, at=at, page=_drafted(row.page))
            if code != Obstacle.PAGE_NOT_PUBLISHED
        )
        for row in rows
    }


def _drafted(page: CampaignPage) -> CampaignPage:
    """Return the words of the last draft, read from its revision alone: no other row is asked for."""
    content: dict[str, Any] = page.latest_revision.content if page.latest_revision else {}
    fields = {field.name: field for field in CampaignPage._meta.concrete_fields}
    words = {name: fields[name].to_python(content[name]) for name in WORDS if name in content}
    return (
        CampaignPage(live=page.live, latest_revision_id=page.latest_revision_id, **words) if words else page
    )
